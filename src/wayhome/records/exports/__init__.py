"""What was taken out of Wayhome: who asked, for whom, why, and the file itself while it lasts."""

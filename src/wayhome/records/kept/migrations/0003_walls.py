"""What is kept enciphered is read by the steps that ask who may read it, and by nothing else."""

from django.db import migrations

from wayhome.platform.row_security import policies

TABLES = ("protectedaddress", "confidentialsource", "legaladvice", "reader")


class Migration(migrations.Migration):
    dependencies = [("kept", "0002_guards"), ("episodes", "0005_walls")]
    operations = [policies.for_steps_alone(f"kept_{table}") for table in TABLES]

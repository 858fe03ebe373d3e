"""What waits for a return home interview, in the order of the board."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("response", "0004_when_it_was_recorded")]
    operations = [
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(
                    ("declined_at__isnull", True),
                    ("kind__in", ["offer_interview", "second_offer", "hold_interview", "release_findings"]),
                    ("met_at__isnull", True),
                ),
                fields=["due_at", "id"],
                name="duty_interview_waiting",
            ),
        ),
    ]

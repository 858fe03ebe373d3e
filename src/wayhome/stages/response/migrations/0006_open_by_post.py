"""What waits for a post is found by its post and time, without reading what is done."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("response", "0005_interview_board")]
    operations = [
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)),
                fields=["owner_post", "due_at", "id"],
                name="step_open_by_post",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("declined_at__isnull", True), ("met_at__isnull", True)),
                fields=["owner_post", "due_at", "id"],
                name="duty_open_by_post",
            ),
        ),
    ]

"""An absence may end without a return."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_guards'),
        ('children', '0002_guards'),
        ('episodes', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='episode',
            name='episodes_episode_state',
        ),
        migrations.AddConstraint(
            model_name='episode',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['agreed', 'assessed', 'closed', 'ended_without_return', 'interview_offered', 'interview_settled', 'located', 'reported', 'returned', 'seen', 'support_agreed'])), name='episodes_episode_state'),
        ),
    ]

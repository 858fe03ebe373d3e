"""An absence may end without a return."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('episodes', '0003_ends_without_a_return'),
        ('found', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='returned',
            name='found_returned_to',
        ),
        migrations.AddConstraint(
            model_name='returned',
            constraint=models.CheckConstraint(condition=models.Q(('to__in', ['custody', 'died', 'home', 'hospital', 'new_placement', 'other_safe_place', 'placement', 'turned_eighteen'])), name='found_returned_to'),
        ),
    ]

"""Records opened in an emergency."""

import django.db.models.deletion
import wayhome.platform.models
import wayhome.rules.vocabulary
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0002_guards'),
        ('children', '0003_why_corrected'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BreakGlass',
            fields=[
                ('id', models.UUIDField(default=wayhome.platform.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('reason', wayhome.platform.models.Coded(max_length=40)),
                ('live_reference', models.CharField(max_length=60)),
                ('statement', models.TextField()),
                ('opened_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('finding', models.CharField(blank=True, max_length=40)),
                ('findings', models.TextField(blank=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('child', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('practitioner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review_agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('child__isnull', False), ('ended_at__isnull', True)), fields=['practitioner', 'child', 'ends_at'], name='glass_open'), models.Index(fields=['practitioner', '-opened_at'], name='glass_by_person'), models.Index(condition=models.Q(('child__isnull', False), ('reviewed_at__isnull', True)), fields=['opened_at'], name='glass_to_review'), models.Index(fields=['child'], name='glass_by_child')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['child_with_me', 'court_or_protection', 'danger_now', 'search_now'])), name='emergency_breakglass_reason'), models.CheckConstraint(condition=models.Q(('finding__in', ['', wayhome.rules.vocabulary.Finding['AVOIDABLE'], wayhome.rules.vocabulary.Finding['RIGHT'], wayhome.rules.vocabulary.Finding['WRONG']])), name='break_glass_finding'), models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), models.Q(('reviewed_at__isnull', True), ('reviewed_by__isnull', True)), _connector='OR'), name='emergency_breakglass_reviewed'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('opened_at'))), name='glass_ends_after'), models.CheckConstraint(condition=models.Q(('reviewed_at__isnull', True), models.Q(models.Q(('review_agency', models.F('agency')), _negated=True), models.Q(('reviewed_by', models.F('practitioner')), _negated=True)), _connector='OR'), name='glass_reviewed_by_others')],
            },
        ),
    ]

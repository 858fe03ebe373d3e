"""People whom a child is kept from, and what is not disclosed."""

import django.db.models.deletion
import wayhome.platform.models
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
            name='Person',
            fields=[
                ('id', models.UUIDField(default=wayhome.platform.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField()),
                ('name', models.CharField(max_length=200)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='safety.person')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Conflict',
            fields=[
                ('id', models.UUIDField(default=wayhome.platform.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField()),
                ('given_folded', models.CharField(blank=True, max_length=200)),
                ('family_folded', models.CharField(blank=True, max_length=200)),
                ('date_of_birth', models.DateField(null=True)),
                ('kind', wayhome.platform.models.Coded(max_length=40)),
                ('reason', models.CharField(max_length=500)),
                ('declared', models.BooleanField(default=False)),
                ('lift_asked_at', models.DateTimeField(null=True)),
                ('lift_reason', models.CharField(blank=True, max_length=500)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('child', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.child')),
                ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='safety.conflict')),
                ('lift_asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='safety.person')),
            ],
        ),
        migrations.CreateModel(
            name='PersonAccount',
            fields=[
                ('id', models.UUIDField(default=wayhome.platform.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField()),
                ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='safety.personaccount')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='safety.person')),
                ('practitioner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Withholding',
            fields=[
                ('id', models.UUIDField(default=wayhome.platform.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField()),
                ('matter', wayhome.platform.models.Coded(max_length=40)),
                ('reason', models.CharField(max_length=500)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lift_reason', models.CharField(blank=True, max_length=500)),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withholdings', to='children.child')),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='children.contact')),
                ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='safety.withholding')),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='safety.person')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['email'], name='person_by_email'),
        ),
        migrations.AddIndex(
            model_name='conflict',
            index=models.Index(condition=models.Q(('lifted_at__isnull', True)), fields=['person', 'child'], name='conflict_stands'),
        ),
        migrations.AddIndex(
            model_name='conflict',
            index=models.Index(condition=models.Q(('child__isnull', True), ('lifted_at__isnull', True)), fields=['family_folded', 'given_folded', 'date_of_birth'], name='conflict_awaited'),
        ),
        migrations.AddConstraint(
            model_name='conflict',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['allegation', 'exploiter', 'harm', 'known_privately', 'partner', 'relative'])), name='safety_conflict_kind'),
        ),
        migrations.AddConstraint(
            model_name='conflict',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lift_asked_at__isnull', False), ('lift_asked_by__isnull', False)), models.Q(('lift_asked_at__isnull', True), ('lift_asked_by__isnull', True)), _connector='OR'), name='safety_conflict_lift_asked'),
        ),
        migrations.AddConstraint(
            model_name='conflict',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), models.Q(('lifted_at__isnull', True), ('lifted_by__isnull', True)), _connector='OR'), name='safety_conflict_lifted'),
        ),
        migrations.AddConstraint(
            model_name='conflict',
            constraint=models.CheckConstraint(condition=models.Q(('lifted_at__isnull', True), models.Q(('lift_asked_at__isnull', False), models.Q(('lift_asked_by', models.F('lifted_by')), _negated=True)), _connector='OR'), name='conflict_lifted_by_two'),
        ),
        migrations.AddConstraint(
            model_name='conflict',
            constraint=models.CheckConstraint(condition=models.Q(('child__isnull', False), models.Q(('date_of_birth__isnull', False), models.Q(('family_folded', ''), _negated=True)), _connector='OR'), name='conflict_names_a_child'),
        ),
        migrations.AddIndex(
            model_name='personaccount',
            index=models.Index(fields=['practitioner', 'person'], name='person_by_account'),
        ),
        migrations.AddConstraint(
            model_name='personaccount',
            constraint=models.UniqueConstraint(fields=('person', 'practitioner'), name='account_once_a_person'),
        ),
        migrations.AddIndex(
            model_name='withholding',
            index=models.Index(condition=models.Q(('agency__isnull', False), ('lifted_at__isnull', True)), fields=['agency', 'child'], name='withheld_from_agency'),
        ),
        migrations.AddIndex(
            model_name='withholding',
            index=models.Index(condition=models.Q(('lifted_at__isnull', True), ('person__isnull', False)), fields=['person', 'child'], name='withheld_from_person'),
        ),
        migrations.AddConstraint(
            model_name='withholding',
            constraint=models.CheckConstraint(condition=models.Q(('matter__in', ['everything', 'placement', 'return', 'whereabouts'])), name='safety_withholding_matter'),
        ),
        migrations.AddConstraint(
            model_name='withholding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), models.Q(('lifted_at__isnull', True), ('lifted_by__isnull', True)), _connector='OR'), name='safety_withholding_lifted'),
        ),
        migrations.AddConstraint(
            model_name='withholding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agency__isnull', False), ('contact__isnull', True), ('person__isnull', True)), models.Q(('agency__isnull', True), ('contact__isnull', True), ('person__isnull', False)), models.Q(('agency__isnull', True), ('contact__isnull', False), ('person__isnull', True)), _connector='OR'), name='withheld_from_one'),
        ),
    ]

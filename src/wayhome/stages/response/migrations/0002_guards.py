"""Steps, duties and notices are marked once; an open episode keeps its step and review."""

from django.db import migrations

from wayhome.platform import grants

# No dead end: checked when the transaction commits, whoever wrote the row.
NO_DEAD_END = """
CREATE FUNCTION wayhome_no_dead_end() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    target uuid := coalesce(to_jsonb(NEW) ->> 'episode_id', to_jsonb(NEW) ->> 'id')::uuid;
    episode public.episodes_episode%ROWTYPE;
BEGIN
    SELECT * INTO episode FROM public.episodes_episode WHERE id = target;
    IF NOT FOUND OR episode.closed_at IS NOT NULL THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM public.response_step WHERE episode_id = target) THEN
        RAISE EXCEPTION 'an open episode needs at least one agreed step'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'open_episode_has_a_step';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM public.response_duty
        WHERE episode_id = target AND kind = 'review'
          AND met_at IS NULL AND declined_at IS NULL
    ) THEN
        RAISE EXCEPTION 'an open episode needs a review that is still to come'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'open_episode_has_a_review';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM public.response_ownership WHERE episode_id = target) THEN
        RAISE EXCEPTION 'an open episode needs an owner'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'open_episode_has_an_owner';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER no_dead_end
    AFTER INSERT OR UPDATE ON episodes_episode
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION wayhome_no_dead_end();
CREATE CONSTRAINT TRIGGER no_dead_end
    AFTER UPDATE ON response_duty
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION wayhome_no_dead_end();
"""

UNDO = """
DROP TRIGGER no_dead_end ON response_duty;
DROP TRIGGER no_dead_end ON episodes_episode;
DROP FUNCTION wayhome_no_dead_end();
"""


class Migration(migrations.Migration):
    dependencies = [("response", "0001_initial"), ("episodes", "0001_initial")]
    operations = [
        grants.changeable("response_step", "taken_at", "taken_by_id", "done_at", "done_by_id", "outcome"),
        grants.write_once("response_step", "taken_at", "taken_by_id", "done_at", "done_by_id"),
        grants.changeable("response_duty", "met_at", "met_by_id", "declined_at", "declined_by_id", "declined_reason"),
        grants.write_once("response_duty", "met_at", "met_by_id", "declined_at", "declined_by_id"),
        grants.changeable("response_notice", "delivered_at", "opened_at", "opened_by_id", "acknowledged_at", "acknowledged_by_id"),
        grants.write_once("response_notice", "delivered_at", "opened_at", "opened_by_id", "acknowledged_at", "acknowledged_by_id"),
        grants.append_only("response_escalation"),
        grants.append_only("response_ownership"),
        grants.changeable("response_handover", "accepted_at", "accepted_by_id", "declined_at", "declined_by_id", "declined_reason"),
        grants.write_once("response_handover", "accepted_at", "accepted_by_id", "declined_at", "declined_by_id"),
        grants.append_only("response_review"),
        grants.append_only("response_familytold"),
        migrations.RunSQL(NO_DEAD_END, UNDO),
    ]

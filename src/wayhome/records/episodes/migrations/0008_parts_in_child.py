"""The parts in all of a child's absences, shown in one answer.

The policy of parts asks of each part of another agency whether its absence may be seen. A child who
was away 250 times has a thousand, and whoever opened the record waited for as many answers. Here it
is asked once whether the child is hidden, and of each absence along an index whose it is.
"""

from django.db import migrations

from wayhome.platform.row_security import policies

# What the policies of parts and of episodes show together: a test holds them equal.
PARTS_IN_CHILD = """
DECLARE
    mine uuid := wall_agency();
    all_of_them boolean := wall_is_step() OR wall_has_opened(wanted);
BEGIN
    IF wall_is_hidden(wanted) AND NOT wall_is_step() THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT party.* FROM episodes_episode AS episode
          JOIN episodes_party AS party ON party.episode_id = episode.id
         WHERE episode.child_id = wanted
           AND (all_of_them OR EXISTS (
                SELECT FROM episodes_party AS ours
                 WHERE ours.episode_id = episode.id AND ours.agency_id = mine
                   AND ours.ended_at IS NULL));
END
"""


class Migration(migrations.Migration):
    dependencies = [("episodes", "0007_one_wall")]
    operations = [
        policies.function(
            "parts_in_child",
            takes="wanted uuid",
            answers="SETOF episodes_party",
            body=PARTS_IN_CHILD,
        )
    ]

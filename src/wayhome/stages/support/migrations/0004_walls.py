"""Whoever may know of the episode reads the plan; whoever is asked for support, what is asked.

They need have no part in the episode, and must know which child it is of while it is to be done.
"""

from django.db import migrations

from wayhome.platform.row_security import policies

ASKED_OF_US = """
BEGIN
    RETURN EXISTS (
        SELECT FROM support_planaction AS action JOIN support_plan AS plan ON plan.id = action.plan_id
         WHERE plan.episode_id = wanted AND action.agency_id = wall_agency()
           AND action.done_at IS NULL AND action.stood_down_at IS NULL);
END
"""
ASKED_OF_US_FOR = """
BEGIN
    RETURN EXISTS (
        SELECT FROM episodes_episode WHERE child_id = wanted AND wall_asked_of_us(id));
END
"""
GIVEN_BY_US = """
BEGIN
    RETURN EXISTS (
        SELECT FROM support_planaction WHERE plan_id = wanted AND agency_id = wall_agency());
END
"""
OURS = f"agency_id = {policies.MY_AGENCY}"
OF_A_PLAN = policies.there_is("FROM support_plan AS p WHERE p.id = plan_id")


class Migration(migrations.Migration):
    dependencies = [("support", "0003_asked_and_followed"), ("episodes", "0005_walls")]
    operations = [
        policies.function(
            "wall_asked_of_us", takes="wanted uuid", answers="boolean", body=ASKED_OF_US
        ),
        policies.function(
            "wall_asked_of_us_for", takes="wanted uuid", answers="boolean", body=ASKED_OF_US_FOR
        ),
        policies.function(
            "wall_support_is_ours", takes="wanted uuid", answers="boolean", body=GIVEN_BY_US
        ),
        policies.of_episode("support_plan", also=("wall_support_is_ours(id)",)),
        policies.guarded("support_planaction", read=f"{OURS} OR {OF_A_PLAN}"),
        policies.of_row("support_asked", column="plan_id", parent="support_plan"),
        policies.guarded(
            "episodes_episode", read="wall_sees_episode(id) OR wall_asked_of_us(id)"
        ),
        policies.guarded("children_child", read="wall_sees_child(id) OR wall_asked_of_us_for(id)"),
    ]

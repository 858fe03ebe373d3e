"""What rungs of a ladder are about: the duty, the step or the other notice that waited."""

from collections.abc import Iterable
from uuid import UUID

from wayhome.stages.response.models import Duty, Notice, Step
from wayhome.stages.response.waiting import RUNGS_OF_A_LADDER, about_of_rung

_CODE = {"duty": "kind", "notice": "reason", "step": "title"}


def with_what_waited(notices: Iterable[Notice]) -> list[Notice]:
    """These notices, each with `waited`: the duty or notice that a rung of a ladder is about.

    A mapping with its code under `duty`, `notice` or `step`, and whose it was; None for any other
    notice.
    """
    told = list(notices)
    rungs = [each for each in told if each.reason in RUNGS_OF_A_LADDER]
    about = {each.id: about_of_rung(each.key) for each in rungs}
    waited: dict[UUID, dict[str, str]] = {}
    for model, whose, said in (
        (Duty, "owner_post", "duty"),
        (Notice, "post", "notice"),
        (Step, "owner_post", "step"),
    ):
        left = set(about.values()) - set(waited)
        if left:
            waited |= _said_of(model, left, {each.episode_id for each in rungs}, whose, said)
    for each in told:
        each.waited = waited.get(about[each.id]) if each.id in about else None  # type: ignore[attr-defined]  # for whoever shows it
    return told


def _said_of(
    model: type[Duty | Notice | Step],
    wanted: Iterable[UUID],
    episode_ids: Iterable[UUID],
    whose: str,
    said: str,
) -> dict[UUID, dict[str, str]]:
    rows = model.objects.filter(id__in=wanted, episode_id__in=episode_ids).values_list(
        "id", _CODE[said], f"{whose}__kind", f"{whose}__title", f"{whose}__agency__name"
    )
    names = (said, "post_kind", "post_title", "agency")
    return {each: dict(zip(names, rest, strict=True)) for each, *rest in rows}

"""What no back record tells of and grows all the same: looks, their reviews, exports, sign-ins.

Written by the owner, many rows of each at once, over the years until now and of all who work here;
the child who was away most often was looked at most often. All of it is over and done with, but for
a few looks that wait to be reviewed.
"""

from wayhome.rules.exports import ExportFormat, ExportKind
from wayhome.rules.vocabulary import Emergency, Finding, Purpose, ReviewOutcome, WhyReviewed

LOOKS, EXPORTS, OTHERS = 12_000, 4_000, 3_000
OFTEN = """
SELECT child_id FROM episodes_episode GROUP BY child_id ORDER BY count(*) DESC, child_id LIMIT 1
"""
# A moment of the past for each number; an identifier made at that moment; who, and of whom.
AT = "now() - n * interval '2 hours'"
IDENTIFIER = f"""
(lpad(to_hex((extract(epoch FROM {AT}) * 1000)::bigint), 12, '0') || '7'
 || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid
"""
FROM = """
FROM generate_series(1, {rows}) AS n,
     (SELECT array_agg(id ORDER BY id) AS people, array_agg(agency_id ORDER BY id) AS bodies
        FROM practitioners_practitioner WHERE is_active) AS who,
     (SELECT array_agg(id) AS children FROM children_child) AS whom,
     (SELECT array_agg(reference) AS names FROM episodes_episode) AS called,
     LATERAL (SELECT 1 + n %% cardinality(people) AS p, 1 + (n + 1) %% cardinality(people) AS q,
                     1 + n %% cardinality(children) AS c) AS turn
"""
CHILD = f"CASE WHEN n %% 20 = 0 THEN ({OFTEN}) ELSE children[c] END"
LOOKED = f"""
INSERT INTO audit_ledgerentry (id, at, practitioner_id, agency_id, verb, deed, purpose, reason,
    reference, child_id, sections, count)
SELECT {IDENTIFIER}, {AT}, people[p], bodies[p], 'consult', 'look at a child', '{Purpose.SEARCH}',
       '', '', {CHILD}, ARRAY['summary'], 1
{FROM.format(rows=LOOKS)}
"""
REVIEWED = f"""
INSERT INTO looks_lookreview (id, entry_id, looked_at, looker_id, looker_agency_id, child_id, why,
    recorded_at, assigned_to_id, due_at, outcome, explanation, answered_at, answered_by_id)
SELECT gen_random_uuid(), {IDENTIFIER}, {AT}, people[p], bodies[p], {CHILD},
       '{next(iter(WhyReviewed))}', {AT},
       CASE WHEN n <= 150 AND people[p] <> reviewer.id THEN reviewer.id ELSE people[q] END,
       {AT} + interval '3 days',
       CASE WHEN n <= 300 THEN '' WHEN n %% 9 = 0 THEN '{ReviewOutcome.NOT_EXPLAINED}'
            ELSE '{next(iter(ReviewOutcome))}' END,
       CASE WHEN n <= 300 THEN '' ELSE 'Said so' END,
       CASE WHEN n > 300 THEN {AT} END, CASE WHEN n > 300 THEN people[q] END
{FROM.format(rows=OTHERS)}, (SELECT id FROM practitioners_practitioner WHERE username = 'ines')
     AS reviewer
"""
GIVEN = """
INSERT INTO looks_given (id, review_id, practitioner_id, at, due_at, told_at, opened_why,
    passed_because)
SELECT gen_random_uuid(), id, assigned_to_id, recorded_at, due_at, recorded_at, '', ''
  FROM looks_lookreview WHERE answered_at IS NULL
"""
INTERVIEWS_WAIT = """
INSERT INTO response_duty (id, recorded_at, episode_id, kind, key, reason, owner_post_id,
    owner_agency_id, started_at, due_at, declined_reason)
SELECT gen_random_uuid(), now(), episode.id, 'offer_interview', 'plans', 'x', post.id,
       post.agency_id, now(), now() + n * interval '1 hour', ''
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM episodes_episode AS episode
         WHERE closed_at IS NOT NULL AND EXISTS (
               SELECT FROM episodes_party AS part JOIN agencies_agency AS agency
                   ON agency.id = part.agency_id
                WHERE part.episode_id = episode.id AND agency.name = 'Harrowfell Council')
         LIMIT 150) AS episode,
       (SELECT post.id, agency_id FROM agencies_post AS post JOIN agencies_agency AS agency
            ON agency.id = agency_id
         WHERE agency.name = 'Harrowfell Council' AND post.kind = 'social_work_team') AS post
"""
HELD = f"""
INSERT INTO journal_heldreport (id, way, key, received_at, held_at, why, content, settled_at,
    settled_by_id, settled_as)
SELECT gen_random_uuid(), 'page', 'plans ' || n, {AT}, {AT}, 'x', 'x', {AT}, people[p], 'Recorded'
{FROM.format(rows=OTHERS)}
"""
TAKEN_OUT = f"""
INSERT INTO exports_export (id, reference, kind, format, language, purpose, reason, asked_at,
    asked_by_id, agency_id, recipient_name, recipient_agency_id, about_child_id, children, classes,
    expires_at, made_at, digest, declined_why, failed_why)
SELECT gen_random_uuid(), names[n], '{ExportKind.CHILD}', '{ExportFormat.CSV}', 'en',
       '{Purpose.SEARCH}', 'For a meeting', {AT}, people[p], bodies[p], 'A worker', bodies[p],
       {CHILD}, 1, '{{}}', {AT} + interval '1 day', {AT}, 'x', '', ''
{FROM.format(rows=EXPORTS)}
"""
BROKE_GLASS = f"""
INSERT INTO emergency_breakglass (id, practitioner_id, agency_id, child_id, reason, live_reference,
    statement, opened_at, ends_at, reviewed_at, reviewed_by_id, review_agency_id, finding, findings)
SELECT gen_random_uuid(), people[p], bodies[p], {CHILD}, '{next(iter(Emergency))}', 'x', 'x', {AT},
       {AT} + interval '1 hour', {AT} + interval '1 day', people[q], bodies[q],
       '{next(iter(Finding))}', 'Said so'
{FROM.format(rows=OTHERS)} WHERE bodies[p] <> bodies[q]
"""
SIGNED_IN = f"""
INSERT INTO practitioners_signin (id, practitioner_id, digest, device, begun_at, last_used_at,
    ended_at)
SELECT gen_random_uuid(), people[p], md5('s' || n), 'A desk', {AT}, {AT}, {AT}
{FROM.format(rows=OTHERS)}
"""
TOKENS = f"""
INSERT INTO practitioners_apitoken (id, practitioner_id, agency_id, posts, digest, label,
    created_at, expires_at)
SELECT gen_random_uuid(), people[p], bodies[p], '{{}}', md5('t' || n), 'plans', {AT}, {AT}
{FROM.format(rows=OTHERS)}
"""
SENT = f"""
INSERT INTO messaging_message (id, courier, address, about, says, queued_at, sent_at, attempts,
    refusals, next_try_at, problem, stopped_because)
SELECT gen_random_uuid(), 'email', 'plans@desk.invalid', gen_random_uuid(), 'notice', {AT}, {AT},
       1, 0, {AT}, '', ''
{FROM.format(rows=OTHERS)}
"""
COVERED = f"""
INSERT INTO practitioners_dutycover (id, post_id, practitioner_id, begins_at, ends_at, recorded_at)
SELECT gen_random_uuid(), holding.post_id, holding.practitioner_id, {AT},
       {AT} + interval '1 hour', {AT}
{FROM.format(rows=OTHERS)}, LATERAL (SELECT post_id, practitioner_id FROM practitioners_holding
                                      WHERE practitioner_id = people[p] LIMIT 1) AS holding
"""
SUBMITTED = f"""
INSERT INTO submissions_submission (id, practitioner_id, key, fingerprint, answer, at)
SELECT gen_random_uuid(), people[p], 'plans ' || n, md5(n::text), '{{}}', {AT}
{FROM.format(rows=OTHERS)}
"""
STATEMENTS = (
    LOOKED,
    REVIEWED,
    GIVEN,
    INTERVIEWS_WAIT,
    HELD,
    TAKEN_OUT,
    BROKE_GLASS,
    SIGNED_IN,
    TOKENS,
    SENT,
    COVERED,
    SUBMITTED,
)

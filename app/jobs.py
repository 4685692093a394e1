"""The worker's work: what is done later from what was stored, and how often."""

from collections.abc import Mapping
from datetime import time, timedelta
from functools import partial

from app import clock
from app.badges.following import expire
from app.badges.jobs import print_waiting
from app.badges.suspicion.folding import fold, forget
from app.badges.suspicion.forgetting import forget_networks
from app.badges.suspicion.spreading import lay_spread
from app.calendar.queries import working_calendar
from app.cases.desk.picturing import erase_pictures
from app.cases.desk.redacting import erase_originals
from app.cases.findings.jobs import keep_time
from app.cases.findings.queries import withheld
from app.cases.jobs import climb_ladders, close_unreached, follow_questions, release_held
from app.cases.keeping.jobs import end_terms, sweep_photos
from app.clockwork import Job
from app.errors import Missing
from app.feedback.crowds import crowds
from app.feedback.models import Contact
from app.feedback.photos import draw_waiting
from app.feedback.thanks import remind_of_thanks
from app.feedback.words import contact_place
from app.instance import Instance
from app.intake.failed_scans import spool
from app.notices.channels import Channel
from app.notices.channels.console import Console
from app.notices.channels.email import Email
from app.notices.channels.in_app import InApp
from app.notices.channels.sms_kavenegar import Kavenegar
from app.notices.jobs import Resolve, drain
from app.notices.new_year import warn_of_year
from app.notices.rules import NoticeChannel
from app.people.forgetting import forget_staff_devices
from app.people.holders import holders
from app.rights import Role
from app.scores.freezing.jobs import forget_old_devices
from app.scores.jobs import fold_all, score_all
from app.scores.models import ScoreRun
from app.scores.nightly.run import Night
from app.scores.nightly.telling import tell_alarms
from app.settings import Settings

__all__ = [
    "addresses",
    "channels_of",
    "count_failed_scans",
    "drain_outbox",
    "draw_photos",
    "erase_blackened",
    "expire_badges",
    "forget_devices",
    "forget_strange_codes",
    "jobs_of",
    "remind_of_late_thanks",
    "score_city",
    "warn_of_new_year",
    "watch_spread",
]

_HALF_MINUTE = timedelta(seconds=30)


def jobs_of(city: Instance) -> list[Job]:
    """Return everything that is done again and again in this city."""
    return [
        Job("outbox", lambda: drain_outbox(city), every=timedelta(seconds=5)),
        Job("questions", lambda: follow_questions(city.db, now=clock.now()), every=_HALF_MINUTE),
        Job("unreached", lambda: close_unreached(city.db, now=clock.now()), every=_HALF_MINUTE),
        Job("held", lambda: release_held(city.db, now=clock.now()), every=_HALF_MINUTE),
        Job("ladders", lambda: climb_ladders(city.db, now=clock.now()), every=_HALF_MINUTE),
        Job("findings", lambda: keep_time(city.db, now=clock.now()), every=_HALF_MINUTE),
        Job("statistics", lambda: fold_all(city.db), every=timedelta(seconds=30)),
        Job("photos", lambda: draw_photos(city), every=timedelta(seconds=5)),
        Job("press", lambda: print_waiting(city), every=timedelta(seconds=5)),
        Job("badges", lambda: expire_badges(city), every=timedelta(minutes=10)),
        Job("failed scans", lambda: count_failed_scans(city), every=_HALF_MINUTE),
        Job("spread", lambda: watch_spread(city), every=timedelta(minutes=10)),
        Job("strange codes", lambda: forget_strange_codes(city), at=time(3)),
        Job("blackened", lambda: erase_blackened(city), at=time(3)),
        Job("terms", lambda: end_terms(city.db, city.photos, now=clock.now()), at=time(3)),
        Job("leftovers", lambda: sweep_photos(city.db, city.photos, now=clock.now()), at=time(3)),
        Job("scores", lambda: score_city(city), at=time(2)),
        Job("devices", lambda: forget_devices(city), at=time(4)),
        Job("thanks", lambda: remind_of_late_thanks(city), every=timedelta(minutes=30)),
        Job("new year", lambda: warn_of_new_year(city), at=time(8)),
    ]


def drain_outbox(city: Instance) -> Mapping[str, int]:
    """Send the notices that are due; return how many ended in which state."""
    return drain(
        city.db,
        resolve=addresses(city),
        channels=channels_of(city.settings),
        zone=city.settings.zone,
        clock=clock.now,
        site=city.settings.public_url,
        operators=lambda session: holders(session, Role.OPERATOR),
    )


def draw_photos(city: Instance) -> int:
    """Draw the photos that wait anew, a few a unit of work; return how many."""
    done = 0
    while True:
        with city.db.writing() as session:
            drawn = draw_waiting(session, city.photos)
        done += drawn
        if not drawn:
            return done


def expire_badges(city: Instance) -> int:
    """End the badges whose date has passed; citizens' pages read the date itself meanwhile."""
    with city.db.writing() as session:
        return expire(session, now=clock.now())


def count_failed_scans(city: Instance) -> int:
    """Add the failed scans that wait in the spool to the desk's sums; return how many."""
    waiting = spool(city)
    seen = waiting.read()
    if not seen:
        return 0
    with city.db.writing() as session:
        counted = fold(session, seen, now=clock.now())
    waiting.done(seen)
    return counted


def watch_spread(city: Instance) -> int:
    """Lay badges before the desk that far too many networks rated within the hour."""
    now = clock.now()
    with city.db.reading() as session:
        found = crowds(session, now=now)
    for one in found:
        with city.db.writing() as session:
            lay_spread(session, one.badge_id, networks=one.networks, usual=one.usual, now=now)
    return len(found)


def forget_strange_codes(city: Instance) -> int:
    """Drop strange codes nobody reported or scanned for half a year; return how many."""
    with city.db.writing() as session:
        return forget(session, now=clock.now())


def erase_blackened(city: Instance) -> int:
    """Erase what was blackened in cases closed ninety days ago; return how many originals went."""
    now, gone = clock.now(), 0
    while True:
        with city.db.writing() as session:
            done = erase_originals(session, now=now)
            done += erase_pictures(session, city.photos, now=now)
        gone += done
        if not done:
            return gone


def forget_devices(city: Instance) -> int:
    """Erase the hashes of devices and networks of half a year ago; return of how many messages."""
    now = clock.now()
    with city.db.writing() as session:
        forget_networks(session, now=now)
        forget_staff_devices(session, now=now)
    return forget_old_devices(city.db, now=now)


def remind_of_late_thanks(city: Instance) -> int:
    """Remind the special team of thanks whose working day is over; return how many wait."""
    with city.db.writing() as session:
        try:
            hours = working_calendar(session, zone=city.settings.zone)
        except Missing:
            return 0  # no calendar is installed yet: there is no working day to count
        desk = holders(session, Role.SPECIAL_TEAM)
        return remind_of_thanks(session, hours, desk, now=clock.now())


def score_city(city: Instance) -> list[ScoreRun]:
    """Compute the scores of persons and places as of now; return the two finished runs."""
    now = clock.now()
    alarmed = partial(tell_alarms, now=now)
    key = city.keys.vault.words_key
    return score_all(Night(city.db, now, city.settings.zone, withheld, alarmed, words_key=key))


def warn_of_new_year(city: Instance) -> int:
    """Tell the administrators of a year of days off that nobody confirmed; return how many."""
    now = clock.now()
    with city.db.writing() as session:
        told = holders(session, Role.ADMINISTRATOR, path="/")
        return warn_of_year(session, told, today=now.astimezone(city.settings.zone).date(), now=now)


def channels_of(settings: Settings) -> dict[NoticeChannel, Channel]:
    """Return the roads these settings open."""
    roads: dict[NoticeChannel, Channel] = {
        NoticeChannel.IN_APP: InApp(),
        NoticeChannel.SMS: Console(),
    }
    if settings.sms_channel == "kavenegar":
        roads[NoticeChannel.SMS] = Kavenegar(
            settings.sms_url or "https://api.kavenegar.com",
            settings.sms_api_key,
            sender=settings.sms_sender,
            private=settings.sms_private,
        )
    if settings.smtp_host:
        roads[NoticeChannel.EMAIL] = Email(
            settings.smtp_host,
            settings.smtp_port,
            user=settings.smtp_user,
            password=settings.smtp_password,
            sender=settings.smtp_from,
            subject=settings.city_fa,
        )
    return roads


def addresses(city: Instance) -> Resolve:
    """Return how a recipient's address is found: the sealed phone is opened at sending alone."""

    def resolve(recipient: str, channel: NoticeChannel) -> str | None:
        kind, _, number = recipient.partition(":")
        if channel is NoticeChannel.IN_APP:
            return recipient
        if kind != "feedback" or channel is not NoticeChannel.SMS:
            return None
        with city.db.reading() as session:
            contact = session.get(Contact, int(number))
        if contact is None or not contact.phone_sealed:
            return None
        place = contact_place("phone", contact.feedback_id)
        return city.keys.vault.unseal(contact.phone_sealed, place=place)

    return resolve

"""The least that can be called a ticket desk: Flask, WTForms and SQLAlchemy Core, nothing else.

A form is opened; what is sent is checked and stored as a ticket, an event and a row of an outbox in
one transaction; a receipt is read.  No rights, no languages, no limits, no routing, no promise.
``journey`` drives it beside the product.  Its database is the file ``BARE_DESK`` names.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, redirect, request
from werkzeug.wrappers import Response
from wtforms import BooleanField, Form, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.one_core import OneCore

app = Flask(__name__)
engine = sa.create_engine(f"sqlite:///{os.environ['BARE_DESK']}")
tables = sa.MetaData()
ticket = sa.Table(
    "ticket",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.String(48), unique=True, nullable=False),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("phone", sa.String(20), nullable=False),
    sa.Column("wants_answer", sa.Boolean, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)
event = sa.Table(
    "event",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("ticket_id", sa.ForeignKey("ticket.id"), index=True, nullable=False),
    sa.Column("type", sa.String(30), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)
outbox = sa.Table(
    "outbox",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("ticket_id", sa.ForeignKey("ticket.id"), nullable=False),
    sa.Column("template", sa.String(10), nullable=False),
    sa.Column("not_before", sa.DateTime(timezone=True), index=True, nullable=False),
)
FRAME = "<!doctype html><html lang=en><title>Desk</title><h1>Desk</h1>{}</html>"
FORM = app.jinja_env.from_string(
    FRAME.format(
        "<form method=post>{{ form.key() }}{% for field in (form.kind, form.text, form.phone,"
        " form.wants_answer) %}<p>{{ field.label }} {{ field() }}</p>{% endfor %}"
        "{% for field, said in form.errors.items() %}<p>{{ field }}: {{ said[0] }}</p>{% endfor %}"
        "<button>Send</button></form>"
    )
)
RECEIPT = app.jinja_env.from_string(
    FRAME.format("<p>Ticket {{ row.id }}, {{ row.kind }}, stored {{ row.at }}.</p>")
)


@sa.event.listens_for(engine, "connect")
def prepare(connection: object, _record: object) -> None:
    """Take the same journal as the product does in this comparison."""
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]


class TicketForm(Form):
    """What is sent."""

    key = HiddenField(validators=[InputRequired(), Length(max=48)])
    kind = RadioField(choices=[("crt", "Complaint"), ("sug", "Suggestion")])
    text = TextAreaField(validators=[InputRequired(), Length(max=4000)])
    phone = StringField(validators=[Length(max=20)])
    wants_answer = BooleanField()


@app.get("/new/<key>")
def show(key: str) -> str:
    """Show the form."""
    return FORM.render(form=TicketForm(data={"key": key}))


@app.post("/new/<key>")
def send(key: str) -> Response | tuple[str, int]:
    """Store a ticket, its event and its notice."""
    form = TicketForm(request.form)
    if not form.validate():
        return FORM.render(form=form), 422
    now = datetime.now(UTC)
    with engine.begin() as connection:
        made = connection.execute(sa.insert(ticket).values(**form.data, at=now))
        number = made.inserted_primary_key[0]
        connection.execute(sa.insert(event).values(ticket_id=number, type="registered", at=now))
        connection.execute(
            sa.insert(outbox).values(ticket_id=number, template="C01", not_before=now)
        )
    return redirect(f"/receipt/{key}", 303)


@app.get("/receipt/<key>")
def receipt(key: str) -> str:
    """Show what was stored."""
    with engine.connect() as connection:
        row = connection.execute(sa.select(ticket).where(ticket.c.key == key)).one()
    return RECEIPT.render(row=row)


tables.create_all(engine)
app.wsgi_app = OneCore(app.wsgi_app)  # type: ignore[method-assign]  as the product is served

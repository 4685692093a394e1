"""The settings of the desks: who holds which post, and the test bench of routing."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session, col, select

from app import clock
from app.cases import bench, forms, wording
from app.cases import posts as case_posts
from app.cases.rules import CATEGORIES, Post
from app.cases.views.blueprint import bp, indented, own_name
from app.directory.models import Unit
from app.people.models import Account, RoleGrant
from app.rights import ALLOWED, Action
from app.web import me, reading, require, writing


@bp.get("/routing")
@require(Action.SET_POSTS)
def routing() -> ResponseReturnValue:
    """Show the posts, and what would happen to a complaint."""
    return _routing(forms.PostForm(formdata=None), 200)


@bp.post("/routing")
@require(Action.SET_POSTS)
def set_post() -> ResponseReturnValue:
    """Name who holds a post in a unit."""
    form = forms.PostForm()
    with reading() as session:
        _choices(session, form)
    if not form.validate_on_submit():
        return _routing(form, 422)
    with writing() as session:
        case_posts.appoint(
            session,
            unit_id=form.unit_id.data,
            post=Post(form.post.data),
            account_id=form.account_id.data or None,
            by=me(),
            now=clock.now(),
        )
    flash(_("The post is set."))
    return redirect(url_for("cases.routing"), 303)


def _routing(form: forms.PostForm, status: int) -> ResponseReturnValue:
    about, key = request.args.get("about", "")[:200], request.args.get("category", "")
    with reading() as session:
        _choices(session, form)
        named = case_posts.posts(session)
        subject = bench.find_subject(session, about)
        outcome = (
            bench.would_happen(session, subject, category_key=key, now=clock.now())
            if key in CATEGORIES
            else None
        )
        body = render_template(
            "cases/routing.html",
            form=form,
            posts=named,
            post_names=wording.POSTS,
            about=about,
            key=key,
            subject=subject,
            outcome=outcome,
            whys=wording.WHYS,
            policies=wording.POLICIES,
            categories=CATEGORIES.values(),
            independent=any(post is Post.INDEPENDENT for _unit, post, _account in named),
        )
    return body, status


def _choices(session: Session, form: forms.PostForm) -> None:
    units = session.exec(select(Unit).where(col(Unit.active).is_(True)).order_by(col(Unit.path)))
    form.unit_id.choices = indented(
        [(u.id or 0, u.name_fa, u.name_en, u.path.count("/") - 2) for u in units]
    )
    desks = (
        select(Account)
        .join(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
        .where(
            col(RoleGrant.role).in_(ALLOWED[Action.SEE_CASES]),
            col(RoleGrant.ended_at).is_(None),
            col(Account.disabled_at).is_(None),
        )
        .distinct()
        .order_by(col(Account.id))
    )
    nobody = (0, _("Nobody; the unit above names somebody"))
    people = [(who.id or 0, own_name(who) or who.username) for who in session.exec(desks)]
    form.account_id.choices = [nobody, *people]

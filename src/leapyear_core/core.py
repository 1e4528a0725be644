"""A Core: all services over one catalogue and one engine, composed here and nowhere else."""

import secrets
from contextlib import ExitStack
from typing import Self

from attrs import field, frozen
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from leapyear_core.catalog import tables as table_records
from leapyear_core.catalog.store import Catalog, CatalogueBusy
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.engine.sources import Sources
from leapyear_core.engine.storage import Source
from leapyear_core.home import Home
from leapyear_core.model.errors import Unavailable
from leapyear_core.privacy.slots import Slots
from leapyear_core.services.analyses import Analyses
from leapyear_core.services.analysis_cache import AnalysisCache
from leapyear_core.services.assertions import Assertions
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.creations import Creations
from leapyear_core.services.databases import Databases
from leapyear_core.services.grants import Grants
from leapyear_core.services.groups import Groups
from leapyear_core.services.inferred_bounds import InferredBounds
from leapyear_core.services.jobs import Jobs
from leapyear_core.services.keys import Keys
from leapyear_core.services.limits import Limits
from leapyear_core.services.logins import Logins
from leapyear_core.services.passwords import Passwords
from leapyear_core.services.persisted_relations import PersistedRelations
from leapyear_core.services.profiles import Profiles
from leapyear_core.services.sessions import Sessions
from leapyear_core.services.sizes import Sizes
from leapyear_core.services.slices import Slices
from leapyear_core.services.tables import Tables
from leapyear_core.services.throttle import Throttle
from leapyear_core.services.users import Users
from leapyear_core.services.views import Views
from leapyear_core.services.watching import Watching
from leapyear_core.settings import Settings

#: The user that the first start makes.
FIRST_USER = "admin"


@frozen(eq=False)
class Core:
    """A LeapYear Core, open.

    Attributes
    ----------
    first_password
        The password of the user ``admin``, where this start made both; it is told to nobody else.
    """

    settings: Settings
    catalog: Catalog
    engine: DuckDBEngine
    sessions: Sessions
    logins: Logins
    users: Users
    groups: Groups
    grants: Grants
    keys: Keys
    profiles: Profiles
    databases: Databases
    limits: Limits
    tables: Tables
    slices: Slices
    watching: Watching
    views: Views
    analyses: Analyses
    analysis_cache: AnalysisCache
    persisted_relations: PersistedRelations
    creations: Creations
    jobs: Jobs
    first_password: str | None = field(repr=False)
    _resources: ExitStack = field(repr=False, alias="resources")

    @classmethod
    def open(cls, settings: Settings, clock: Clock = utc_now) -> Self:
        """Open the home, or an empty memory, and all that is in it.

        Raises
        ------
        HomeUnusable
            If the home cannot be used.
        CatalogueTooNew
            If a newer Core made the catalogue.
        """
        with ExitStack() as resources:
            if settings.home is None:
                catalog, key = Catalog.in_memory(), secrets.token_bytes(32)
            else:
                home = Home.open(settings.home)
                resources.callback(home.close)
                catalog, key = Catalog.open(home.catalog_url), home.token_key()
            resources.callback(catalog.close)
            engine = DuckDBEngine(settings.home, settings.data_roots)
            resources.callback(engine.close)
            with catalog.read() as connection:
                known = table_records.living_sources(connection)
                engine.sweep(Source.from_json(dict(each)) for each in known)
            slots = Slots(settings.answer_slot)
            sizes = Sizes(catalog, engine, slots=slots, clock=clock)
            bounds = InferredBounds(catalog, engine, slots=slots, clock=clock)
            analyses = Analyses(catalog, engine, workers=settings.workers, slots=slots, clock=clock)
            resources.callback(analyses.close)
            sources = Sources(settings.data_roots, settings.remote_roots, settings.webhdfs)

            passwords = Passwords(settings.password_cost)
            sessions = Sessions(catalog, passwords, key, settings.token_lifetime, clock)
            users = Users(catalog, passwords, sessions, clock)
            chosen = settings.administrator_password
            made = users.create_first(FIRST_USER, lambda: chosen or secrets.token_urlsafe(18))
            tables = Tables(catalog, engine, sources, sizes, bounds, clock)
            creations = Creations(catalog, tables, clock)
            resources.callback(creations.close)
            persisted_relations = PersistedRelations(catalog, engine, clock)
            resources.callback(persisted_relations.close)
            slices = Slices(catalog, engine, sources, sizes, clock)
            watching = Watching(catalog, slices, seconds=settings.watch_seconds)
            resources.callback(watching.close)
            sizes.resume()
            bounds.resume()
            analyses.resume()
            creations.resume()
            return cls(
                settings=settings,
                catalog=catalog,
                engine=engine,
                sessions=sessions,
                logins=Logins(
                    sessions,
                    Assertions(catalog, sessions, settings.urls, clock),
                    Throttle(clock=clock),
                ),
                users=users,
                groups=Groups(catalog, clock),
                grants=Grants(catalog),
                keys=Keys(catalog, clock),
                profiles=Profiles(catalog, clock),
                databases=Databases(catalog, engine, clock),
                limits=Limits(catalog, clock),
                views=Views(catalog, clock),
                tables=tables,
                slices=slices,
                watching=watching,
                analyses=analyses,
                analysis_cache=AnalysisCache(catalog, clock),
                persisted_relations=persisted_relations,
                creations=creations,
                jobs=Jobs(catalog, analyses, creations),
                first_password=None if chosen else made,
                resources=resources.pop_all(),
            )

    def check_health(self) -> None:
        """See whether the catalogue and the engine answer.

        Raises
        ------
        Unavailable
            If one of them does not.
        """
        self.engine.check()
        try:
            with self.catalog.read() as connection:
                connection.execute(select(1))
        except (CatalogueBusy, SQLAlchemyError) as error:
            raise Unavailable("the catalogue does not answer") from error

    def close(self) -> None:
        """Stop the jobs, and let go of everything. Closing again does nothing."""
        self._resources.close()

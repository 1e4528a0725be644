"""Groups, and who may do what with databases and columns."""

from collections.abc import Mapping

from leapyear._access import (
    ColumnAccessType,
    DatabaseAccessRecord,
    DatabaseAccessType,
    Subject,
    TableAccessRecord,
)
from leapyear._records import GroupRecord, Page
from leapyear._seam import records, replies, requests
from leapyear_api import Client as GeneratedClient
from leapyear_api import models as m
from leapyear_api.api.access import (
    get_database_access,
    get_table_access,
    list_database_access,
    list_subject_access,
    list_table_access,
    set_database_access,
    set_table_access,
)
from leapyear_api.api.groups import create_group, delete_group, get_group, list_groups, update_group


class AccessOperations:
    """The part of `leapyear._seam.Server` that is about groups and access."""

    api: GeneratedClient

    # Groups

    def get_group(self, name: str, known: GroupRecord | None = None) -> GroupRecord:
        """A group."""
        with replies.understood("get_group"):
            reply = get_group.sync_detailed(
                name, client=self.api, if_none_match=requests.tag_of(known)
            )
            return replies.read(reply, known, m.Group, records.group)

    def list_groups(self, limit: int, cursor: str | None) -> Page[GroupRecord]:
        """A page of groups."""
        with replies.understood("list_groups"):
            page = list_groups.sync(client=self.api, limit=limit, cursor=requests.unset(cursor))
            found = replies.expected(page, m.GroupPage)
            return replies.page(found.items, found.next_cursor, records.group)

    def create_group(
        self, name: str, description: str | None, members: tuple[str, ...]
    ) -> GroupRecord:
        """Create a group."""
        body = m.GroupCreate(
            name=name, description=requests.unset(description), members=list(members)
        )
        with replies.understood("create_group"):
            return records.group(
                replies.expected(create_group.sync(client=self.api, body=body), m.Group)
            )

    def update_group(
        self, name: str, description: str | None, members: tuple[str, ...] | None
    ) -> GroupRecord:
        """Change a group; None leaves a thing as it is."""
        body = m.GroupUpdate(
            description=requests.unset(description),
            members=requests.unset(None if members is None else list(members)),
        )
        with replies.understood("update_group"):
            return records.group(
                replies.expected(update_group.sync(name, client=self.api, body=body), m.Group)
            )

    def delete_group(self, name: str) -> None:
        """Delete a group."""
        with replies.understood("delete_group"):
            delete_group.sync_detailed(name, client=self.api)

    # Access to databases

    def get_database_access(self, database: str, subject: Subject) -> DatabaseAccessRecord:
        """What a subject may do with a database."""
        with replies.understood("get_database_access"):
            found = get_database_access.sync(
                database, m.SubjectKind(subject.kind), subject.name, client=self.api
            )
            return records.database_access(replies.expected(found, m.DatabaseAccess))

    def set_database_access(
        self, database: str, subject: Subject, access: DatabaseAccessType
    ) -> DatabaseAccessRecord:
        """Grant a subject something on a database, in place of what it was granted there."""
        body = m.DatabaseAccessSetting(access=m.DatabaseAccessType(access.value))
        with replies.understood("set_database_access"):
            found = set_database_access.sync(
                database, m.SubjectKind(subject.kind), subject.name, client=self.api, body=body
            )
            return records.database_access(replies.expected(found, m.DatabaseAccess))

    def list_database_access(
        self, database: str, limit: int, cursor: str | None
    ) -> Page[DatabaseAccessRecord]:
        """A page of what was granted on a database."""
        with replies.understood("list_database_access"):
            page = list_database_access.sync(
                database, client=self.api, limit=limit, cursor=requests.unset(cursor)
            )
            found = replies.expected(page, m.DatabaseAccessPage)
            return replies.page(found.items, found.next_cursor, records.database_access)

    def list_subject_access(
        self, subject: Subject, limit: int, cursor: str | None
    ) -> Page[DatabaseAccessRecord]:
        """A page of what was granted to a subject, database by database."""
        with replies.understood("list_subject_access"):
            page = list_subject_access.sync(
                m.SubjectKind(subject.kind),
                subject.name,
                client=self.api,
                limit=limit,
                cursor=requests.unset(cursor),
            )
            found = replies.expected(page, m.DatabaseAccessPage)
            return replies.page(found.items, found.next_cursor, records.database_access)

    # Access to columns

    def get_table_access(self, database: str, table: str, subject: Subject) -> TableAccessRecord:
        """What a subject may do with the columns of a table."""
        with replies.understood("get_table_access"):
            found = get_table_access.sync(
                database, table, m.SubjectKind(subject.kind), subject.name, client=self.api
            )
            return records.table_access(replies.expected(found, m.TableAccess))

    def set_table_access(
        self,
        database: str,
        table: str,
        subject: Subject,
        columns: Mapping[str, ColumnAccessType],
    ) -> TableAccessRecord:
        """Grant a subject something on columns, in place of all that it was granted on them."""
        body = m.TableAccessSetting(
            columns=[
                m.ColumnAccessSetting(column=column, access=m.ColumnAccessType(access.value))
                for column, access in columns.items()
            ]
        )
        with replies.understood("set_table_access"):
            found = set_table_access.sync(
                database,
                table,
                m.SubjectKind(subject.kind),
                subject.name,
                client=self.api,
                body=body,
            )
            return records.table_access(replies.expected(found, m.TableAccess))

    def list_table_access(
        self, database: str, table: str, limit: int, cursor: str | None
    ) -> Page[TableAccessRecord]:
        """A page of what subjects may do with the columns of a table."""
        with replies.understood("list_table_access"):
            page = list_table_access.sync(
                database, table, client=self.api, limit=limit, cursor=requests.unset(cursor)
            )
            found = replies.expected(page, m.TableAccessPage)
            return replies.page(found.items, found.next_cursor, records.table_access)

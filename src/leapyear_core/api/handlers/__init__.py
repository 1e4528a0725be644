"""One thin handler for each operation of the contract: parse, call a service, present.

What a handler looks like is told in `leapyear_core.api.binder`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from leapyear_core.api.binder import Handler
from leapyear_core.api.handlers import (
    access,
    analyses,
    authentication,
    databases,
    groups,
    jobs,
    keys,
    privacy_profiles,
    server,
    tables,
    users,
    views,
)

HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "login": authentication.login,
        "login_with_assertion": authentication.login_with_assertion,
        "logout": authentication.logout,
        "get_version": server.get_version,
        "get_health": server.get_health,
        "get_current_user": users.get_current_user,
        "list_users": users.list_users,
        "create_user": users.create_user,
        "get_user": users.get_user,
        "update_user": users.update_user,
        "delete_user": users.delete_user,
        "list_keys": keys.list_keys,
        "create_key": keys.create_key,
        "delete_key": keys.delete_key,
        "list_groups": groups.list_groups,
        "create_group": groups.create_group,
        "get_group": groups.get_group,
        "update_group": groups.update_group,
        "delete_group": groups.delete_group,
        "list_databases": databases.list_databases,
        "create_database": databases.create_database,
        "get_database": databases.get_database,
        "update_database": databases.update_database,
        "delete_database": databases.delete_database,
        "get_privacy_limit": databases.get_privacy_limit,
        "set_privacy_limit": databases.set_privacy_limit,
        "list_tables": tables.list_tables,
        "create_table": tables.create_table,
        "get_table": tables.get_table,
        "update_table": tables.update_table,
        "delete_table": tables.delete_table,
        "list_views": views.list_views,
        "create_view": views.create_view,
        "get_view": views.get_view,
        "update_view": views.update_view,
        "delete_view": views.delete_view,
        "list_subject_access": access.list_subject_access,
        "list_database_access": access.list_database_access,
        "get_database_access": access.get_database_access,
        "set_database_access": access.set_database_access,
        "list_table_access": access.list_table_access,
        "get_table_access": access.get_table_access,
        "set_table_access": access.set_table_access,
        "list_privacy_profiles": privacy_profiles.list_privacy_profiles,
        "create_privacy_profile": privacy_profiles.create_privacy_profile,
        "get_privacy_profile": privacy_profiles.get_privacy_profile,
        "update_privacy_profile": privacy_profiles.update_privacy_profile,
        "delete_privacy_profile": privacy_profiles.delete_privacy_profile,
        "run_analysis": analyses.run_analysis,
        "price_analysis": analyses.price_analysis,
        "get_analysis_cache": analyses.get_analysis_cache,
        "clear_analysis_cache": analyses.clear_analysis_cache,
        "list_jobs": jobs.list_jobs,
        "get_job": jobs.get_job,
        "get_job_result": jobs.get_job_result,
        "cancel_job": jobs.cancel_job,
    }
)

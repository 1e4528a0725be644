# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
"""Contains all the data models used in inputs/outputs"""

from .access_subject import AccessSubject
from .analysis_cache import AnalysisCache
from .analysis_price import AnalysisPrice
from .analysis_request import AnalysisRequest
from .analysis_result import AnalysisResult
from .assertion_login import AssertionLogin
from .attribute_expression import AttributeExpression
from .bin_key import BinKey
from .bool_constant import BoolConstant
from .bool_type import BoolType
from .call_expression import CallExpression
from .column_access import ColumnAccess
from .column_access_setting import ColumnAccessSetting
from .column_access_type import ColumnAccessType
from .column_definition import ColumnDefinition
from .correlation_analysis import CorrelationAnalysis
from .count_aggregate import CountAggregate
from .count_analysis import CountAnalysis
from .count_distinct_aggregate import CountDistinctAggregate
from .count_distinct_analysis import CountDistinctAnalysis
from .count_rows_aggregate import CountRowsAggregate
from .count_rows_analysis import CountRowsAnalysis
from .covariance_analysis import CovarianceAnalysis
from .database import Database
from .database_access import DatabaseAccess
from .database_access_page import DatabaseAccessPage
from .database_access_setting import DatabaseAccessSetting
from .database_access_type import DatabaseAccessType
from .database_create import DatabaseCreate
from .database_page import DatabasePage
from .database_update import DatabaseUpdate
from .date_constant import DateConstant
from .date_type import DateType
from .datetime_constant import DatetimeConstant
from .datetime_type import DatetimeType
from .delta_status import DeltaStatus
from .describe_analysis import DescribeAnalysis
from .error_code import ErrorCode
from .exposure import Exposure
from .factor_type import FactorType
from .function_name import FunctionName
from .group import Group
from .group_by_analysis import GroupByAnalysis
from .group_create import GroupCreate
from .group_key import GroupKey
from .group_page import GroupPage
from .group_relation import GroupRelation
from .group_update import GroupUpdate
from .health import Health
from .health_status import HealthStatus
from .histogram_analysis import HistogramAnalysis
from .histogram_axis import HistogramAxis
from .infer_bounds_analysis import InferBoundsAnalysis
from .int_constant import IntConstant
from .int_type import IntType
from .interval import Interval
from .iqr_analysis import IqrAnalysis
from .job import Job
from .job_kind import JobKind
from .job_page import JobPage
from .job_state import JobState
from .join_how import JoinHow
from .join_key import JoinKey
from .join_relation import JoinRelation
from .key import Key
from .key_create import KeyCreate
from .key_page import KeyPage
from .kurtosis_analysis import KurtosisAnalysis
from .login_request import LoginRequest
from .max_aggregate import MaxAggregate
from .mean_aggregate import MeanAggregate
from .mean_analysis import MeanAnalysis
from .mechanism import Mechanism
from .min_aggregate import MinAggregate
from .named_expression import NamedExpression
from .persisted_relation import PersistedRelation
from .persisted_relation_create import PersistedRelationCreate
from .persisted_relation_list import PersistedRelationList
from .privacy_definition import PrivacyDefinition
from .privacy_limit import PrivacyLimit
from .privacy_limit_status import PrivacyLimitStatus
from .privacy_profile import PrivacyProfile
from .privacy_profile_create import PrivacyProfileCreate
from .privacy_profile_page import PrivacyProfilePage
from .privacy_profile_params import PrivacyProfileParams
from .privacy_profile_update import PrivacyProfileUpdate
from .problem import Problem
from .problem_place import ProblemPlace
from .project_relation import ProjectRelation
from .quantile_analysis import QuantileAnalysis
from .quantiles_analysis import QuantilesAnalysis
from .real_constant import RealConstant
from .real_type import RealType
from .relation_schema import RelationSchema
from .relation_schema_request import RelationSchemaRequest
from .skewness_analysis import SkewnessAnalysis
from .slice_ import Slice
from .slice_create import SliceCreate
from .slice_list import SliceList
from .slice_page import SlicePage
from .split_relation import SplitRelation
from .std_analysis import StdAnalysis
from .subject_kind import SubjectKind
from .subject_limit import SubjectLimit
from .subject_limit_page import SubjectLimitPage
from .subject_limit_setting import SubjectLimitSetting
from .sum_aggregate import SumAggregate
from .sum_analysis import SumAnalysis
from .table import Table
from .table_access import TableAccess
from .table_access_page import TableAccessPage
from .table_access_setting import TableAccessSetting
from .table_create import TableCreate
from .table_page import TablePage
from .table_relation import TableRelation
from .table_update import TableUpdate
from .text_constant import TextConstant
from .text_type import TextType
from .token import Token
from .union_relation import UnionRelation
from .user import User
from .user_create import UserCreate
from .user_page import UserPage
from .user_update import UserUpdate
from .variance_analysis import VarianceAnalysis
from .vector_cell import VectorCell
from .vector_result import VectorResult
from .version import Version
from .view import View
from .view_create import ViewCreate
from .view_page import ViewPage
from .view_relation import ViewRelation
from .view_update import ViewUpdate
from .where_relation import WhereRelation

__all__ = (
    "AccessSubject",
    "AnalysisCache",
    "AnalysisPrice",
    "AnalysisRequest",
    "AnalysisResult",
    "AssertionLogin",
    "AttributeExpression",
    "BinKey",
    "BoolConstant",
    "BoolType",
    "CallExpression",
    "ColumnAccess",
    "ColumnAccessSetting",
    "ColumnAccessType",
    "ColumnDefinition",
    "CorrelationAnalysis",
    "CountAggregate",
    "CountAnalysis",
    "CountDistinctAggregate",
    "CountDistinctAnalysis",
    "CountRowsAggregate",
    "CountRowsAnalysis",
    "CovarianceAnalysis",
    "Database",
    "DatabaseAccess",
    "DatabaseAccessPage",
    "DatabaseAccessSetting",
    "DatabaseAccessType",
    "DatabaseCreate",
    "DatabasePage",
    "DatabaseUpdate",
    "DateConstant",
    "DatetimeConstant",
    "DatetimeType",
    "DateType",
    "DeltaStatus",
    "DescribeAnalysis",
    "ErrorCode",
    "Exposure",
    "FactorType",
    "FunctionName",
    "Group",
    "GroupByAnalysis",
    "GroupCreate",
    "GroupKey",
    "GroupPage",
    "GroupRelation",
    "GroupUpdate",
    "Health",
    "HealthStatus",
    "HistogramAnalysis",
    "HistogramAxis",
    "InferBoundsAnalysis",
    "IntConstant",
    "Interval",
    "IntType",
    "IqrAnalysis",
    "Job",
    "JobKind",
    "JobPage",
    "JobState",
    "JoinHow",
    "JoinKey",
    "JoinRelation",
    "Key",
    "KeyCreate",
    "KeyPage",
    "KurtosisAnalysis",
    "LoginRequest",
    "MaxAggregate",
    "MeanAggregate",
    "MeanAnalysis",
    "Mechanism",
    "MinAggregate",
    "NamedExpression",
    "PersistedRelation",
    "PersistedRelationCreate",
    "PersistedRelationList",
    "PrivacyDefinition",
    "PrivacyLimit",
    "PrivacyLimitStatus",
    "PrivacyProfile",
    "PrivacyProfileCreate",
    "PrivacyProfilePage",
    "PrivacyProfileParams",
    "PrivacyProfileUpdate",
    "Problem",
    "ProblemPlace",
    "ProjectRelation",
    "QuantileAnalysis",
    "QuantilesAnalysis",
    "RealConstant",
    "RealType",
    "RelationSchema",
    "RelationSchemaRequest",
    "SkewnessAnalysis",
    "Slice",
    "SliceCreate",
    "SliceList",
    "SlicePage",
    "SplitRelation",
    "StdAnalysis",
    "SubjectKind",
    "SubjectLimit",
    "SubjectLimitPage",
    "SubjectLimitSetting",
    "SumAggregate",
    "SumAnalysis",
    "Table",
    "TableAccess",
    "TableAccessPage",
    "TableAccessSetting",
    "TableCreate",
    "TablePage",
    "TableRelation",
    "TableUpdate",
    "TextConstant",
    "TextType",
    "Token",
    "UnionRelation",
    "User",
    "UserCreate",
    "UserPage",
    "UserUpdate",
    "VarianceAnalysis",
    "VectorCell",
    "VectorResult",
    "Version",
    "View",
    "ViewCreate",
    "ViewPage",
    "ViewRelation",
    "ViewUpdate",
    "WhereRelation",
)

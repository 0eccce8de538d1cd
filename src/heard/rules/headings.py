"""What personnel systems call the columns of a list, as a hint for mapping them.

Letters and digits alone, in lower case. A hint and no more: a wrong manager line would hand a
report to whom it is about, so no column is taken for another by itself.
"""

from types import MappingProxyType

_KNOWN = {
    "employee_id": (
        "employeeid employeenumber employeeno empid staffid staffnumber personnelnumber workerid"
        " personalnummer personalnr persnr mitarbeiternummer mitarbeiternr mitarbeiterid matricule"
        " numerodeempleado idempleado 工号 员工编号 员工号 人员编号 رقمالموظف"
    ),
    "name": (
        "name fullname displayname employeename vollständigername mitarbeiter mitarbeitername"
        " nachnamevorname namevorname nomcomplet nombrecompleto nombre nom 姓名 名字 الاسم"
    ),
    "email": (
        "email emailaddress workemail mail emailadresse mailadresse dienstlicheemail courriel"
        " correo 邮箱 电子邮箱 电子邮件 البريدالإلكتروني"
    ),
    "unit": (
        "unit department dept team orgunit organisationseinheit abteilung kostenstelle service"
        " departamento 部门 所属部门 القسم"
    ),
    "parent_unit": (
        "parentunit parentdepartment division bereich übergeordneteeinheit"
        " übergeordneteabteilung 上级部门 القسمالأعلى"
    ),
    "country": "country countrycode land länderkürzel landcode pays país 国家 国家地区 البلد",
    "manager_id": (
        "managerid manager supervisorid reportsto reportstoid vorgesetzter vorgesetzte"
        " vorgesetzterid personalnummervorgesetzter führungskraft führungskraftid"
        " personalnummerführungskraft 上级工号 直属上级工号 主管工号 رقمالمدير"
    ),
    "other_names": "othernames aliases weiterenamen geburtsname 曾用名 其他名字",
}
LIKELY = MappingProxyType(
    {heading: wanted for wanted, listed in _KNOWN.items() for heading in listed.split()}
)

namespace Waybill.Catalog.Reading;

internal static class TeamReader
{
    public static Team Read(Fields fields)
    {
        var waybill = fields.Inner("waybill");
        waybill?.AllowOnly("clearance");
        var clearance = waybill?.Words<PersonalDataClass>("clearance") ?? [];
        return new Team(fields.Text("id"), fields.Text("name"), fields.Text("summary"), fields.Text("email"), clearance, fields.File);
    }
}

using Waybill.Local.Account;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

internal sealed class ArchiveResource : ResourceKind
{
    public override string Type => "AWS::Events::Archive";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed = ["ArchiveName", "SourceArn", "EventPattern", "RetentionDays"],
        WithoutEffect =
        {
            ["Description"] = "text for people",
            ["KmsKeyIdentifier"] = "encryption at rest",
        },
    };

    public override string Reference(Resource archive) => archive.Name("ArchiveName", 48, "A-Za-z0-9_.-");

    public override string? Attribute(Resource archive, string name) => name == "Arn" ? Arn(archive) : null;

    public override void Read(Resource archive, Draft draft)
    {
        var days = archive.Integer("RetentionDays", 0, 0, int.MaxValue);
        draft.Add(draft.Archives, archive, new Archive(
            Reference(archive),
            Arn(archive),
            EventBusResource.NameOf(archive.RequiredText("SourceArn")),
            days == 0 ? null : TimeSpan.FromDays(days),
            archive.Pattern("EventPattern")));
    }

    private string Arn(Resource archive) => archive.Stack.Arn("events", $"archive/{Reference(archive)}");
}

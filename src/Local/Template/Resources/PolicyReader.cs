using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Account.Policies;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

/// <summary>Reads a template's policy documents; what is wrong with one is reported where it stands.</summary>
internal static class PolicyReader
{
    public static IReadOnlyList<PolicyStatement> Read(Resource resource, string path, JsonNode? document) => resource.Attempt(
        path, () => At(resource, path).Statements((document as JsonObject)?["Statement"]), []);

    public static PolicyDocument At(Resource resource, string path) =>
        new(resource.Stack.Partition, problem => resource.Report(path, problem));
}

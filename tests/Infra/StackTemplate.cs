using System.Text.Json.Nodes;
using Amazon.CDK.Assertions;

namespace Waybill.Infra;

/// <summary>One synthesized template, to look things up in and to assert on.</summary>
public sealed record StackTemplate(string Name, string File, JsonObject Json)
{
    private readonly Lazy<Template> _template = new(() => Template.FromString(Json.ToJsonString()));

    /// <summary>AWS's own assertions, with their explanations of what differs.</summary>
    public Template Template => _template.Value;

    public IEnumerable<Resource> Resources => Json["Resources"]!.AsObject().Select(r => new Resource(r.Key, r.Value!.AsObject()));

    public IEnumerable<Resource> Of(string type) => Resources.Where(r => r.Type == type);

    /// <summary>The one resource of the type whose property has this value.</summary>
    public Resource The(string type, string property, string value) =>
        Assert.Single(Of(type), r => (string?)r.Properties[property] == value);

    public Resource Queue(string name) => The("AWS::SQS::Queue", "QueueName", name);

    public Resource Function(string name) => The("AWS::Lambda::Function", "FunctionName", name);

    public Resource Rule(string name) => The("AWS::Events::Rule", "Name", name);
}

/// <summary>One resource of a template.</summary>
public sealed record Resource(string LogicalId, JsonObject Json)
{
    public string Type => (string)Json["Type"]!;

    public JsonObject Properties => Json["Properties"]!.AsObject();

    /// <summary>What other resources say when they mean this one's ARN.</summary>
    public Dictionary<string, object> Arn => new() { ["Fn::GetAtt"] = new[] { LogicalId, "Arn" } };

    public Dictionary<string, object> Ref => new() { ["Ref"] = LogicalId };
}

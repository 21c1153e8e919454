using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Local.Template.Assemblies;

namespace Waybill.Local.Template.Stacks;

/// <summary>Pseudo parameters, and declared ones by the value the cloud assembly passes or their default.</summary>
internal sealed class Parameters(Stack stack, JsonElement declared, JsonElement passed)
{
    /// <summary>A fresh value, or null when <paramref name="name"/> is no parameter (then it may be a resource).</summary>
    public JsonNode? Find(string name) => name switch
    {
        "AWS::AccountId" => JsonValue.Create(stack.Account),
        "AWS::Region" => JsonValue.Create(stack.Region),
        "AWS::Partition" => JsonValue.Create(stack.Partition),
        "AWS::URLSuffix" => JsonValue.Create(stack.Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"),
        "AWS::StackName" => JsonValue.Create(stack.Name),
        "AWS::StackId" => JsonValue.Create(stack.Arn("cloudformation", $"stack/{stack.Name}/{PhysicalName.Uuid(stack.Name, "stack")}")),
        "AWS::NotificationARNs" => new JsonArray(),
        _ => Declared(name),
    };

    private JsonNode? Declared(string name)
    {
        var parameter = JsonFile.Member(declared, name);
        if (parameter.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        var type = JsonFile.Text(parameter, "Type") ?? "";
        if (type.StartsWith("AWS::SSM::", StringComparison.Ordinal))
        {
            throw new TemplateFault(
                $"parameter '{name}' is read from Systems Manager in an account ({type}); only parameters with a value are known here");
        }

        var value = Scalar.Text(Value(name, parameter));
        return type is "CommaDelimitedList" || type.StartsWith("List<", StringComparison.Ordinal)
            ? new JsonArray([.. value.Split(',').Select(item => (JsonNode)JsonValue.Create(item.Trim()))])
            : JsonValue.Create(value);
    }

    private JsonNode? Value(string name, JsonElement parameter)
    {
        var value = JsonFile.Member(passed, name);
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            value = JsonFile.Member(parameter, "Default");
        }

        return value.ValueKind != JsonValueKind.Undefined
            ? Scalar.Literal(value)
            : throw new TemplateFault($"parameter '{name}' has no Default, and the cloud assembly passes no value for it");
    }
}

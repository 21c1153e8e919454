using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Waybill.EventPatterns;
using Waybill.Local.Account;

namespace Waybill.Local.Template.Stacks;

/// <summary>Typed reading of a resource's properties. What is missing, malformed or out of bounds is reported at the property.</summary>
internal static class ResourceValues
{
    extension(Resource resource)
    {
        /// <summary>The name the template gives, or a generated one of at most <paramref name="limit"/> characters.</summary>
        /// <param name="property">Where the template gives it.</param>
        /// <param name="limit">Characters at most.</param>
        /// <param name="characters">Those allowed in it, as a character class of a regular expression has them.</param>
        public string Name(string property, int limit, string characters) => resource.Text(property) is { } given
            ? resource.CheckedName(property, given, limit, characters)
            : PhysicalName.For(resource.Stack.Name, resource.LogicalId, limit);

        /// <summary>Reports a name that AWS would refuse, and returns it.</summary>
        public string CheckedName(string path, string name, int limit, string characters)
        {
            if (name.Length == 0 || name.Length > limit || !Regex.IsMatch(name, $@"^[{characters}]*\z", RegexOptions.NonBacktracking))
            {
                resource.Report(
                    path, $"'{name}' ({name.Length} characters) is no name that AWS takes; allowed is [{characters}]{{1,{limit}}}");
            }

            return name;
        }

        public string? Text(string property) =>
            resource[property] is { } value ? resource.Attempt(property, () => Scalar.Text(value), null) : null;

        public string RequiredText(string property) => resource.Text(property) ?? resource.Missing(property);

        public bool Boolean(string property, bool otherwise) =>
            resource[property] is { } value ? resource.Attempt(property, () => Scalar.Boolean(value), otherwise) : otherwise;

        public double RequiredNumber(string property)
        {
            if (resource[property] is { } value)
            {
                return resource.Attempt(property, () => Scalar.Number(value), 0d);
            }

            resource.Missing(property);
            return 0;
        }

        public int Integer(string property, int otherwise, int least, int most) =>
            resource.Integer(property, resource[property], otherwise, least, most);

        public TimeSpan Seconds(string property, int otherwise, int least, int most) =>
            TimeSpan.FromSeconds(resource.Integer(property, otherwise, least, most));

        /// <summary>A whole number within the bounds AWS sets; <paramref name="value"/> may come from inside a property.</summary>
        public int Integer(string path, JsonNode? value, int otherwise, int least, int most)
        {
            if (value is null)
            {
                return otherwise;
            }

            var number = resource.Attempt(path, () => Scalar.Integer(value), otherwise);
            if (number < least || number > most)
            {
                resource.Report(path, $"{number} is out of bounds; {least} to {most} are allowed");
            }

            return number;
        }

        /// <summary>The items of a list property; none when it is absent.</summary>
        public IReadOnlyList<JsonNode> List(string property)
        {
            if (resource[property] is null or JsonArray)
            {
                return [.. (resource[property] as JsonArray ?? []).OfType<JsonNode>()];
            }

            resource.Report(property, "a list is needed");
            return [];
        }

        public IReadOnlyList<string> Texts(string property) =>
            [.. resource.List(property).Select(item => resource.Attempt(property, () => Scalar.Text(item), ""))];

        /// <summary>A member of an object inside a property, as text; null when absent.</summary>
        public string? Member(string path, JsonNode? parent, string name) =>
            (parent as JsonObject)?[name] is { } value ? resource.Attempt($"{path}.{name}", () => Scalar.Text(value), null) : null;

        /// <summary>A property of type Json: an object, or a text that holds one.</summary>
        public JsonObject? Document(string property)
        {
            if (resource[property] is null or JsonObject)
            {
                return resource[property] as JsonObject;
            }

            return resource.Attempt(property, () => Parse(Scalar.Text(resource[property])), null);
        }

        /// <summary>The text of an event pattern that EventBridge would take; null when it is absent, or was reported.</summary>
        public string? Pattern(string property) =>
            resource.Document(property) is { } pattern
                ? resource.Attempt(property, () => Checked(resource, property, Scalar.Json(pattern)), null)
                : null;
    }

    private static string Checked(Resource resource, string property, string pattern)
    {
        if (pattern.Length > EventBus.LongestPattern)
        {
            throw new TemplateFault($"has {pattern.Length} characters; EventBridge takes {EventBus.LongestPattern} at most");
        }

        if (pattern.Length > EventBus.UsualPattern)
        {
            resource.Warn(
                property, $"has {pattern.Length} characters: it deploys only where the quota of {EventBus.UsualPattern} has been raised");
        }

        try
        {
            EventPattern.Parse(pattern);
            return pattern;
        }
        catch (InvalidEventPatternException invalid)
        {
            throw new TemplateFault($"EventBridge refuses it at '{invalid.Pointer}': {invalid.Reason}; the pattern is {pattern}");
        }
    }

    private static JsonObject Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new TemplateFault($"a JSON object is needed, '{text}' was given");
        }
        catch (JsonException malformed)
        {
            throw new TemplateFault($"a JSON object is needed, '{text}' was given: {malformed.Message}");
        }
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Waybill.Local.Logs.Patterns;

/// <summary>A condition on an event that is a JSON object; other events never match.</summary>
internal sealed class JsonPattern(JsonCondition condition) : FilterPattern
{
    public override bool Matches(string message)
    {
        if (!message.AsSpan().TrimStart().StartsWith("{"))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(message);
            return condition.Holds(document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>What a JSON pattern says of an event.</summary>
internal abstract record JsonCondition
{
    public abstract bool Holds(JsonElement root);

    internal sealed record Both(JsonCondition Left, JsonCondition Right) : JsonCondition
    {
        public override bool Holds(JsonElement root) => Left.Holds(root) && Right.Holds(root);
    }

    internal sealed record Either(JsonCondition Left, JsonCondition Right) : JsonCondition
    {
        public override bool Holds(JsonElement root) => Left.Holds(root) || Right.Holds(root);
    }

    internal sealed record NotExists(JsonSelector Selector) : JsonCondition
    {
        public override bool Holds(JsonElement root) => !Selector.Of(root).Any();
    }

    /// <summary>NULL, TRUE or FALSE.</summary>
    internal sealed record Is(JsonSelector Selector, JsonValueKind Kind) : JsonCondition
    {
        public override bool Holds(JsonElement root) => Selector.Of(root).Any(value => value.ValueKind == Kind);
    }

    internal sealed record Matched(JsonSelector Selector, Regex Regex, bool Equal) : JsonCondition
    {
        public override bool Holds(JsonElement root) =>
            Selector.Of(root).Any(value => TextOf(value) is { } text && Regex.IsMatch(text) == Equal);
    }

    /// <summary>A comparison with a number.</summary>
    internal sealed record Compared(JsonSelector Selector, string Operator, double Number) : JsonCondition
    {
        public override bool Holds(JsonElement root) => Selector.Of(root).Any(value => value.ValueKind == JsonValueKind.Number
            && Operator switch
            {
                "<" => value.GetDouble() < Number,
                "<=" => value.GetDouble() <= Number,
                ">" => value.GetDouble() > Number,
                _ => value.GetDouble() >= Number,
            });
    }

    /// <summary>Equal, or not, to a text, or to the number that an unquoted text is. What is neither text, number nor truth value is
    /// neither equal nor unequal.</summary>
    internal sealed record Equality(JsonSelector Selector, string Text, bool IsQuoted, bool Equal) : JsonCondition
    {
        private readonly double? _number =
            !IsQuoted && double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

        public override bool Holds(JsonElement root) => Selector.Of(root).Any(value => Same(value) == Equal);

        private bool? Same(JsonElement value) =>
            value.ValueKind == JsonValueKind.Number && _number is { } number ? value.GetDouble().Equals(number)
            : TextOf(value) is { } text ? IsLike(text)
            : null;

        /// <summary>An asterisk stands for anything at the beginning and the end only.</summary>
        private bool IsLike(string text)
        {
            var (open, close) = (Text.StartsWith('*'), Text.EndsWith('*'));
            var core = Text.AsSpan(open ? 1 : 0);
            core = close && core.Length > 0 ? core[..^1] : core;
            return (open, close) switch
            {
                (true, true) => text.AsSpan().IndexOf(core) >= 0,
                (true, false) => text.AsSpan().EndsWith(core),
                (false, true) => text.AsSpan().StartsWith(core),
                _ => text == Text,
            };
        }
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}

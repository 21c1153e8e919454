using System.Globalization;
using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Metrics;

namespace Waybill.Local.Endpoints.CloudWatch;

/// <summary>Members of a CloudWatch request, and where in it they are, as its error messages say it.</summary>
/// <param name="Json">An object of the request.</param>
/// <param name="Path">What stands before its members' names; ends with a dot when it is not empty.</param>
/// <param name="Broken">The error for a value, its place and what it must be.</param>
internal sealed record Input(JsonElement Json, string Path, Func<string, string, string, AwsException> Broken)
{
    public static readonly Refusal OtherPeriod = new(
        "CloudWatch", "PutMetricAlarm, GetMetricData", "a Period that is not of whole minutes",
        seconds => CloudWatchError.Constraint(seconds, "Period", WholeMinutes));

    public static readonly Refusal OtherPeriodOfStatistics = new(
        "CloudWatch", "GetMetricStatistics", "a Period that is not of whole minutes",
        seconds => CloudWatchError.Invalid(seconds, "Period", WholeMinutes));

    private const string WholeMinutes = "be a multiple of 60: laptop mode keeps metrics by the minute";

    private const int MostDimensions = 30;

    /// <summary>The request of an operation on metrics.</summary>
    public static Input OfMetrics(AwsCall call) => new(call.Body, "", CloudWatchError.Invalid);

    /// <summary>The request of an operation on alarms.</summary>
    public static Input OfAlarms(AwsCall call) => new(call.Body, "", CloudWatchError.Constraint);

    public bool Has(string name) => Json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public string At(string name) => Path + name;

    public string? Text(string name, int longest, int shortest = 1) => Held(name, Json.Text(name), longest, shortest);

    public string Required(string name, int longest) => Text(name, longest) ?? throw CloudWatchError.Missing(At(name));

    public string? OneOf(string name, IEnumerable<string> allowed)
    {
        var text = Json.Text(name);
        return text is null || allowed.Contains(text, StringComparer.Ordinal)
            ? text
            : throw Broken(text, At(name), $"satisfy enum value set: [{string.Join(", ", allowed)}]");
    }

    public IReadOnlyList<string> Texts(string name, int most, int longest)
    {
        var texts = Json.Texts(name);
        if (texts.Count > most)
        {
            throw Broken($"[{string.Join(", ", texts)}]", At(name), $"have length less than or equal to {most}");
        }

        return [.. texts.Select((text, index) => Held($"{name}.member.{index + 1}", text, longest, 1)!)];
    }

    public int? Whole(string name, int least = 1, int most = int.MaxValue) => Json.Number(name) is not { } number ? null
        : number < least ? throw Broken($"{number}", At(name), $"have value greater than or equal to {least}")
        : number > most ? throw Broken($"{number}", At(name), $"have value less than or equal to {most}")
        : number;

    /// <summary>A number; JSON has no other than finite ones, but a text may stand for one that is not.</summary>
    public double? Number(string name) => Has(name) ? NumberOf(Json.GetProperty(name), name) : null;

    public IReadOnlyList<double> Numbers(string name) =>
        [.. Json.Items(name).Select((item, index) => NumberOf(item, $"{name}.member.{index + 1}"))];

    public bool? Flag(string name) => !Has(name) ? null : Json.GetProperty(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        var kind => throw new AwsException("SerializationException", $"{At(name)} must be true or false, not {kind}."),
    };

    /// <summary>A time: seconds since 1970, or ISO 8601.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (!Has(name))
        {
            return null;
        }

        var value = Json.GetProperty(name);
        try
        {
            return value.ValueKind == JsonValueKind.Number
                ? DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(value.GetDouble())
                : DateTimeOffset.Parse(value.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentException)
        {
            throw new AwsException("SerializationException", $"{At(name)} must be a time, not {value}.");
        }
    }

    public DateTimeOffset RequiredTime(string name) => Time(name) ?? throw CloudWatchError.Missing(At(name));

    public IReadOnlyList<Input> Items(string name) =>
        [.. Json.Items(name).Select((item, index) => new Input(item, $"{At(name)}.member.{index + 1}.", Broken))];

    public Input? Member(string name) => Json.Object(name) is { } inner ? new Input(inner, At(name) + ".", Broken) : null;

    public IReadOnlyDictionary<string, string> Dimensions()
    {
        var items = Items("Dimensions");
        if (items.Count > MostDimensions)
        {
            throw Broken($"{items.Count}", At("Dimensions"), $"have length less than or equal to {MostDimensions}");
        }

        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var name = item.Required("Name", 255);
            if (!dimensions.TryAdd(name, item.Required("Value", 1024)))
            {
                throw CloudWatchError.Invalid($"No repeated values allowed for dimension name {name} in parameter {At("Dimensions")}.");
            }
        }

        return dimensions;
    }

    public string Namespace()
    {
        var text = Required("Namespace", 255);
        return text[0] == ':' ? throw Broken(text, At("Namespace"), "satisfy regular expression pattern: [^:].*") : text;
    }

    public string? Unit() => OneOf("Unit", Units.All.Order(StringComparer.Ordinal));

    /// <summary>Metrics are kept by the minute, so that is the shortest period.</summary>
    public TimeSpan Period(string name = "Period")
    {
        var seconds = Whole(name) ?? throw CloudWatchError.Missing(At(name));
        return seconds % 60 == 0
            ? TimeSpan.FromSeconds(seconds)
            : throw Broken($"{seconds}", At(name), WholeMinutes);
    }

    /// <summary>The page that the token, if there is one, asks for.</summary>
    /// <exception cref="AwsException">InvalidNextToken.</exception>
    public Page<T> Page<T>(IReadOnlyList<T> all, int limit) =>
        Protocol.Page<T>.Of(all, limit, Json.Text("NextToken")) ?? throw CloudWatchError.NextToken();

    private string? Held(string name, string? text, int longest, int shortest) => text is null ? null
        : text.Length > longest ? throw Broken(text, At(name), $"have length less than or equal to {longest}")
        : text.Length < shortest ? throw Broken(text, At(name), $"have length greater than or equal to {shortest}")
        : text;

    private double NumberOf(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when double.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var number) => number,
        var kind => throw new AwsException("SerializationException", $"{At(name)} must be a number, not {kind}."),
    };
}

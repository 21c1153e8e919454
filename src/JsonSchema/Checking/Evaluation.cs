using System.Text.Json;

namespace Waybill.JsonSchemas.Checking;

/// <summary>One run of a schema over a value: what was found, and how much work is still allowed.</summary>
internal sealed class Evaluation
{
    /// <summary>Far more than a 1 MB event needs; ends schemas whose branches multiply.</summary>
    private const int MostSteps = 2_000_000;

    private readonly List<SchemaViolation> _violations = [];
    private readonly Effort _effort;

    public Evaluation() => _effort = new Effort { StepsLeft = MostSteps };

    private Evaluation(Effort effort) => _effort = effort;

    public bool IsClean => _violations.Count == 0;

    public IReadOnlyList<SchemaViolation> Violations => _violations;

    public void Report(Place place, string schemaPointer, string message) =>
        _violations.Add(new SchemaViolation(place.ToPointer(), schemaPointer, message));

    /// <summary>What one branch would say, without saying it yet.</summary>
    public Evaluation Try(Subschema branch, JsonElement value, Place place)
    {
        var attempt = new Evaluation(_effort);
        branch.Check(value, place, attempt);
        return attempt;
    }

    /// <summary>Counts one step; false when the run has to be given up.</summary>
    public bool Step()
    {
        if (_effort.StepsLeft > 0)
        {
            _effort.StepsLeft--;
        }

        return _effort.StepsLeft > 0 && _effort.GaveUp is null;
    }

    public void GiveUp(string why) => _effort.GaveUp ??= why;

    /// <summary>A run that was given up is never a pass.</summary>
    public IReadOnlyList<SchemaViolation> Result()
    {
        if (_effort.StepsLeft == 0)
        {
            GiveUp($"takes more than {MostSteps} steps to check");
        }

        return _effort.GaveUp is { } why ? [.. _violations, new SchemaViolation("", "", why)] : _violations;
    }

    private sealed class Effort
    {
        public int StepsLeft { get; set; }
        public string? GaveUp { get; set; }
    }
}

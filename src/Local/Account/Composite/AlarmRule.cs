namespace Waybill.Local.Account.Composite;

/// <summary>When a composite alarm goes off: what its rule says of other alarms' states.</summary>
/// <remarks>Source: CloudWatch API reference, PutCompositeAlarm, AlarmRule. <c>NOT</c> binds closer than <c>AND</c>, that closer than
/// <c>OR</c>.</remarks>
internal abstract record AlarmRule
{
    /// <summary>Other alarms that a rule may name.</summary>
    public const int MostAlarms = 100;

    /// <summary>Alarms, <c>TRUE</c>, <c>FALSE</c> and parentheses that a rule may have.</summary>
    public const int MostElements = 500;

    public const int Longest = 10_240;

    /// <summary>The alarms it names, by name or ARN as the rule does.</summary>
    public IReadOnlyList<string> Alarms => [.. Named().Distinct(StringComparer.Ordinal)];

    /// <exception cref="AlarmRuleException">The text is no rule; the message says where and why.</exception>
    public static AlarmRule Parse(string text) => new AlarmRuleReader(text).Read();

    /// <summary>Whether the rule holds.</summary>
    /// <param name="stateOf">The state of the alarm of a name or ARN; null when there is no such alarm, which then is in no state.</param>
    public abstract bool Holds(Func<string, string?> stateOf);

    protected abstract IEnumerable<string> Named();

    internal sealed record Constant(bool Value) : AlarmRule
    {
        public override bool Holds(Func<string, string?> stateOf) => Value;

        protected override IEnumerable<string> Named() => [];
    }

    internal sealed record InState(string Alarm, string State) : AlarmRule
    {
        public override bool Holds(Func<string, string?> stateOf) => stateOf(Alarm) == State;

        protected override IEnumerable<string> Named() => [Alarm];
    }

    internal sealed record Not(AlarmRule Rule) : AlarmRule
    {
        public override bool Holds(Func<string, string?> stateOf) => !Rule.Holds(stateOf);

        protected override IEnumerable<string> Named() => Rule.Named();
    }

    internal sealed record Both(AlarmRule Left, AlarmRule Right) : AlarmRule
    {
        public override bool Holds(Func<string, string?> stateOf) => Left.Holds(stateOf) && Right.Holds(stateOf);

        protected override IEnumerable<string> Named() => Left.Named().Concat(Right.Named());
    }

    internal sealed record Either(AlarmRule Left, AlarmRule Right) : AlarmRule
    {
        public override bool Holds(Func<string, string?> stateOf) => Left.Holds(stateOf) || Right.Holds(stateOf);

        protected override IEnumerable<string> Named() => Left.Named().Concat(Right.Named());
    }
}

/// <summary>A text is no alarm rule; the message says where and why.</summary>
internal sealed class AlarmRuleException(string message) : Exception(message);

namespace Waybill.Local.Functions;

/// <summary>
/// How starts of a function fail, and what follows: another try after a pause that doubles, <see cref="Most"/> times; then invocations fail
/// at once, and each <see cref="LongestPause"/> one more start is tried.
/// </summary>
internal sealed class StartFailures(TimeProvider time)
{
    public const int Most = 5;
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private int _count;
    private DateTimeOffset _next;

    /// <summary>What the last one said.</summary>
    public string Last { get; private set; } = "";

    /// <summary>Whether it is too early for one more start.</summary>
    public bool MustWait => _count >= Most && time.GetUtcNow() < _next;

    /// <returns>The pause before the next try, or null when there were too many.</returns>
    public TimeSpan? Add(string failure)
    {
        Last = failure;
        _count++;
        _next = time.GetUtcNow() + LongestPause;
        return _count < Most ? TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, _count - 1))) : null;
    }

    public void Clear() => _count = 0;
}

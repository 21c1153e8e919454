using System.Diagnostics;

namespace Waybill.EventPatterns.Benchmarks.Sizes;

/// <summary>One event of a family, and what it costs.</summary>
/// <param name="Bytes">How long it is.</param>
/// <param name="Matching">Nanoseconds a byte to match it when it has been checked; best of several passes.</param>
/// <param name="CheckingToo">The same when the match has to check it.</param>
/// <param name="Outcome">What came of it.</param>
internal sealed record SizePoint(int Bytes, double Matching, double CheckingToo, MatchOutcome Outcome)
{
    private const int LeastPasses = 3;

    // Far longer than reading the clock.
    private const double LeastMillisecondsAPass = 0.5;

    /// <param name="family">Whose event.</param>
    /// <param name="bytes">How long it should be, about.</param>
    /// <param name="milliseconds">How long to measure at least.</param>
    public static SizePoint Measure(SizeFamily family, int bytes, int milliseconds)
    {
        var (rules, utf8, buffer) = (family.Rules(bytes), family.Utf8(bytes), new MatchBuffer());
        var sound = Workload.Checked(utf8, $"{family.Name}, {bytes} bytes");
        var outcome = rules.Match(sound, buffer);
        return new SizePoint(
            utf8.Length,
            Best(() => rules.Match(sound, buffer), milliseconds) / utf8.Length,
            Best(() => rules.Match(utf8, buffer), milliseconds) / utf8.Length,
            outcome);
    }

    private static double Best(Func<MatchOutcome> match, int milliseconds)
    {
        var (repeats, best) = (1, double.MaxValue);
        var clock = Stopwatch.StartNew();
        for (var passes = 0; passes < LeastPasses || clock.ElapsedMilliseconds < milliseconds;)
        {
            var pass = Stopwatch.StartNew();
            for (var i = 0; i < repeats; i++)
            {
                match();
            }

            var taken = pass.Elapsed;
            if (taken.TotalMilliseconds < LeastMillisecondsAPass)
            {
                repeats *= 2;
                continue;
            }

            best = Math.Min(best, taken.TotalNanoseconds / repeats);
            passes++;
        }

        return best;
    }
}

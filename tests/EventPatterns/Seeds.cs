namespace Waybill.EventPatterns.Tests;

/// <summary>The seeds of a random test, 1 and on.</summary>
/// <remarks>Mutation testing (docs/mutation-testing.md) runs the suite thousands of times, so its build configuration has one.</remarks>
internal static class Seeds
{
#if MUTATION
    private const int Most = 1;

    public static bool AreFew => true;
#else
    private const int Most = int.MaxValue;

    public static bool AreFew => false;
#endif

    public static TheoryData<int> UpTo(int most) => new(Enumerable.Range(1, Math.Min(most, Most)));
}

using System.Globalization;

namespace Waybill.Local.Tests.Endpoints.Malformed;

/// <summary>How many requests are broken: a few in CI, as many as <c>WAYBILL_TEST_MALFORMED</c> says by hand.</summary>
internal static class Rounds
{
    private const string Variable = "WAYBILL_TEST_MALFORMED";

    public static int Of(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out var asked) ? asked : usual;
}

using Waybill.Local.Metrics;

namespace Waybill.Local.Tests.Metrics;

public sealed class EmfReaderTests
{
    private const string Head = "{\"_aws\":{\"Timestamp\":1764547200000,\"CloudWatchMetrics\":[";

    [Theory]
    [InlineData("""{"Namespace":"N","Dimensions":[["C"]],"Metrics":[{"Name":"M","Unit":"Count"}]}]},"C":"x","M":2}""", "N M C=x 2")]
    [InlineData("""{"Namespace":"N","Dimensions":[["C"],[]],"Metrics":[{"Name":"M"}]}]},"C":"x","M":2}""", "N M C=x 2;N M  2")]
    [InlineData("""{"Namespace":"N","Metrics":[{"Name":"M"}]}]},"M":2}""", "N M  2")]
    [InlineData(
        """{"Namespace":"N","Dimensions":[["C","D"]],"Metrics":[{"Name":"M"},{"Name":"O"}]}]},"C":"x","D":"y","M":2,"O":0.5}""",
        "N M C=x,D=y 2;N O C=x,D=y 0.5")]
    [InlineData("""{"Namespace":"N","Dimensions":[[]],"Metrics":[{"Name":"M"}]}]},"M":[1,2,3]}""", "N M  1;N M  2;N M  3")]
    [InlineData("""{"Namespace":"N","Dimensions":[[]],"Metrics":[{"Name":"M"},{"Name":"Absent"}]}]},"M":1}""", "N M  1")]
    [InlineData("]}}", "")]
    public void Reads_metrics(string rest, string expected)
    {
        var metrics = EmfReader.Read(Head + rest, TestApi.Home);

        Assert.NotNull(metrics);
        Assert.Equal(expected, string.Join(';', metrics.Select(Text)));
        Assert.All(metrics, metric => Assert.Equal(1_764_547_200_000, metric.Time.ToUnixTimeMilliseconds()));
    }

    [Theory]
    [InlineData("order 12 confirmed")]
    [InlineData("""{"order":12}""")]
    [InlineData("""{"_aws": "not this"}""")]
    [InlineData("""{"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Metrics":[]}]}}""")]
    [InlineData(
        """{"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Namespace":"N","Dimensions":[["Nowhere"]],"Metrics":[{"Name":"M"}]}]},"M":1}""")]
    [InlineData("""{"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Namespace":"N","Metrics":[{"Name":"M"}]}]},"M":"many"}""")]
    [InlineData("""{"_aws":{"Timestamp":9223372036854775807,"CloudWatchMetrics":[{"Namespace":"N","Metrics":[{"Name":"M"}]}]},"M":1}""")]
    [InlineData("""{"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Namespace":null,"Metrics":[{"Name":"M"}]}]},"M":1}""")]
    [InlineData(
        """{"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Namespace":"N","Dimensions":[["C","C"]],"""
        + """ "Metrics":[{"Name":"M"}]}]},"C":"x","M":1}""")]
    [InlineData("""{"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Namespace":"N","Metrics":[{"Name":"M"}]}]},"M":1e999}""")]
    [InlineData("""{"_aws":{""")]
    public void Leaves_other_lines_in_the_log(string line) => Assert.Null(EmfReader.Read(line, TestApi.Home));

    private static string Text(Metric metric) => FormattableString.Invariant(
        $"{metric.Namespace} {metric.Name} {string.Join(',', metric.Dimensions.Select(d => $"{d.Key}={d.Value}"))} {metric.Value}");
}

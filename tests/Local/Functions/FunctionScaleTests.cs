using Waybill.Local.Functions;
using Waybill.Local.Metrics;

namespace Waybill.Local.Tests.Functions;

public sealed class FunctionScaleTests
{
    private long? _look;

    [Fact]
    public void Each_look_that_found_time_lets_one_more_in()
    {
        var scale = Scale();

        Assert.Equal(2, scale.Within(10));
        Assert.Equal(2, Asked(scale, look: null));
        Assert.Equal(3, Asked(scale, look: 1));
        Assert.Equal(3, Asked(scale, look: 1));
        Assert.Equal(4, Asked(scale, look: 2));
    }

    [Fact]
    public void Neither_the_options_nor_the_function_are_exceeded_and_there_is_always_one()
    {
        var scale = Scale();
        for (var look = 1; look < 10; look++)
        {
            Asked(scale, look);
        }

        Assert.Equal(5, scale.Within(10));
        Assert.Equal(3, scale.Within(3));
        Assert.Equal(1, scale.Within(0));
    }

    [Fact]
    public void What_was_not_needed_is_given_back_down_to_the_usual()
    {
        var scale = Scale();
        Asked(scale, look: 1);

        scale.GiveBack();
        scale.GiveBack();

        Assert.Equal(2, scale.Within(10));
    }

    private FunctionScale Scale() => new(
        new FunctionHostOptions(
            new Dictionary<string, string>(StringComparer.Ordinal), new MetricStore(TimeProvider.System), _ => { }, TimeProvider.System)
        {
            UsualInstances = 2,
            MaximumInstances = 5,
            LookThatFoundTime = () => _look,
        });

    private int Asked(FunctionScale scale, long? look)
    {
        _look = look;
        scale.Ask();
        return scale.Within(10);
    }
}

namespace Waybill.Local.Functions;

/// <summary>How many processes a function may have at a time: a few however busy the machine is and, while it is asked for, one more each
/// time that processors were found idle.</summary>
/// <remarks>To be called by one at a time.</remarks>
internal sealed class FunctionScale(FunctionHostOptions options)
{
    private int _grown = options.UsualInstances;
    private long? _look;

    /// <param name="limit">What the function itself says.</param>
    public int Within(int limit) => Math.Max(1, Math.Min(Math.Min(_grown, options.MaximumInstances), limit));

    /// <summary>Somebody could use one more.</summary>
    public void Ask()
    {
        if (_grown < options.MaximumInstances && options.LookThatFoundTime() is { } look && look != _look)
        {
            _look = look;
            _grown++;
        }
    }

    /// <summary>One of them had nothing to do for long.</summary>
    public void GiveBack() => _grown = Math.Max(options.UsualInstances, _grown - 1);
}

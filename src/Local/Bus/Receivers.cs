namespace Waybill.Local.Bus;

/// <summary>Those who wait for a message in one queue, first come first served; callers hold the lock of <see cref="Queues"/>.</summary>
internal sealed class Receivers
{
    private readonly LinkedList<TaskCompletionSource> _waiting = [];

    public LinkedListNode<TaskCompletionSource> Join() =>
        _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <returns>False when the receiver had already been woken.</returns>
    public bool Leave(LinkedListNode<TaskCompletionSource> receiver)
    {
        if (receiver.List is null)
        {
            return false;
        }

        _waiting.Remove(receiver);
        return true;
    }

    public void WakeAll()
    {
        while (_waiting.Count > 0)
        {
            WakeOne();
        }
    }

    public void WakeOne()
    {
        if (_waiting.First is not { } first)
        {
            return;
        }

        _waiting.RemoveFirst();
        first.Value.SetResult();
    }
}

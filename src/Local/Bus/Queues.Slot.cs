using Waybill.Local.Account;

namespace Waybill.Local.Bus;

public sealed partial class Queues
{
    /// <summary>A queue with those who wait for its messages and the timer that wakes them when one becomes visible.</summary>
    private sealed class Slot : IAsyncDisposable
    {
        private readonly Queues _owner;
        private readonly ITimer _timer;
        private DateTimeOffset? _armedFor;

        public Slot(Queues owner, Queue definition)
        {
            _owner = owner;
            State = new QueueState(definition);
            _timer = owner._time.CreateTimer(_ => OnDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public QueueState State { get; }
        public Receivers Receivers { get; } = new();

        /// <summary>To be called, under the lock, after every change: wakes a receiver if there is something for it, and sets the timer.</summary>
        public void Changed()
        {
            if (State.HasVisible)
            {
                Receivers.WakeOne();
            }

            if (State.NextChange is not { } next || next == _armedFor)
            {
                return;
            }

            _armedFor = next;
            var due = next - _owner._time.GetUtcNow();
            _timer.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        public ValueTask DisposeAsync() => _timer.DisposeAsync();

        private void OnDue()
        {
            lock (_owner._gate)
            {
                _armedFor = null;
                State.Advance(_owner._time.GetUtcNow());
                Changed();
            }
        }
    }
}

using System.Runtime.InteropServices;
using Waybill.EventPatterns.Events;
using Waybill.EventPatterns.Memory;

namespace Waybill.EventPatterns.Matching;

/// <summary>Tries out which leaf to take for which condition, when a condition's leaves do not exclude each other.</summary>
/// <remarks>
/// Condition by condition, in order of their paths, it takes a leaf and with it the array elements that leaf lies in. When a condition
/// finds none that agrees, it goes back to the last condition that is to blame and takes another there. Not recursive: the pattern decides
/// how many conditions there are.
/// </remarks>
internal sealed class ElementBacktracking(EventLeaves leaves)
{
    // A step is an element looked at: some nanoseconds.
    private const int StepsOfAnEvent = 100_000;
    private const int StepsOfACandidate = 10;

    private readonly ElementBindings _bindings = new(leaves);
    private readonly Grown<Step> _steps = new();
    private int _lastAcceptingAbsence;
    private int _stepsAllowed;

    /// <summary>How many steps were taken for this event.</summary>
    public int StepsTaken => _stepsAllowed - _bindings.StepsLeft;

    /// <summary>Begins with the next event.</summary>
    public void BeginEvent() => _bindings.StepsLeft = _stepsAllowed = StepsOfAnEvent;

    /// <returns>Whether there is a choice of leaves that agree; null if that takes more than 100,000 steps, for all searches in an event
    /// together, and ten for each leaf that may be taken.</returns>
    public bool? Run(ReadOnlySpan<ElementChoice> choices, ReadOnlySpan<int> candidates)
    {
        Begin(choices, candidates);
        for (var step = 0; ;)
        {
            var isTaken = TryNext(step, choices[step], candidates);
            if (_bindings.StepsLeft <= 0)
            {
                return null;
            }

            if (isTaken)
            {
                if (++step == choices.Length)
                {
                    return true;
                }

                _steps[step] = new Step { Mark = _bindings.Count };
                continue;
            }

            var toBlame = _steps[step].ToBlame;
            if (toBlame == 0)
            {
                return false;
            }

            step = ElementBindings.Latest(toBlame, step);
            _steps[step].ToBlame |= toBlame & ElementBindings.Before(step);
            _bindings.UndoTo(_steps[step].Mark);
        }
    }

    private void Begin(ReadOnlySpan<ElementChoice> choices, ReadOnlySpan<int> candidates)
    {
        _bindings.Clear();
        var more = StepsOfACandidate * candidates.Length;
        _stepsAllowed += more;
        _bindings.StepsLeft += more;
        _steps.Clear();
        _lastAcceptingAbsence = EventLeaves.None;
        for (var step = 0; step < choices.Length; step++)
        {
            _steps.Add(default);
            _lastAcceptingAbsence = choices[step].AcceptsAbsence ? step : _lastAcceptingAbsence;
            foreach (var leaf in choices[step].Satisfying(candidates))
            {
                _bindings.MayBind(leaves[leaf].Element, step);
            }
        }
    }

    private bool TryNext(int step, in ElementChoice choice, ReadOnlySpan<int> candidates)
    {
        ref var at = ref _steps[step];
        if (at.Next == Step.Done)
        {
            return false;
        }

        var satisfying = choice.Satisfying(candidates);
        var next = _bindings.FirstConsistent(satisfying, at.Next, ref at.ToBlame);
        if (next < satisfying.Length)
        {
            // A leaf that binds nothing is as good as any other, unless it is better to have bound more before something must be absent.
            var binds = _bindings.Bind(leaves[satisfying[next]].Element, step);
            at.Next = binds || step < _lastAcceptingAbsence ? next + 1 : Step.Done;
            return true;
        }

        at.Next = Step.Done;
        return choice.AcceptsAbsence && IsAbsent(step, choice.All(candidates));
    }

    private bool IsAbsent(int step, ReadOnlySpan<int> all)
    {
        var excused = 0UL;
        var present = _bindings.FirstConsistent(all, 0, ref excused);
        if (present == all.Length)
        {
            return true;
        }

        _steps[step].ToBlame |= _bindings.MayExclude(leaves[all[present]].Element, step);
        return false;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Step
    {
        /// <summary>No leaf is left to try.</summary>
        public const int Done = int.MaxValue;

        /// <summary>The next leaf to try.</summary>
        public int Next;

        /// <summary>How many bindings there were before.</summary>
        public int Mark;

        /// <summary>The conditions before without which another leaf might be taken (see <see cref="ElementBindings.Before"/>).</summary>
        public ulong ToBlame;
    }
}

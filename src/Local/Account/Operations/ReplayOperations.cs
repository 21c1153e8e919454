namespace Waybill.Local.Account.Operations;

/// <summary>EventBridge's operations on replays.</summary>
internal static class ReplayOperations
{
    /// <exception cref="AwsException">ResourceNotFoundException.</exception>
    public static Replay Get(Resources resources, Scope scope, string name) =>
        resources.Find<Replay>(scope.Arn("events", $"replay/{name}"))
            ?? throw new AwsException("ResourceNotFoundException", $"Replay {name} does not exist.");

    public static Replay Start(Change change, Replay replay)
    {
        if (replay.To <= replay.From)
        {
            throw AwsException.Validation("Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.");
        }

        if (!replay.BusArn.Contains(":event-bus/", StringComparison.Ordinal))
        {
            throw AwsException.Validation("Parameter Destination.Arn is not valid. Reason: Must contain an event bus ARN.");
        }

        if (BusOperations.Find(change.Resources, replay.BusArn) is null)
        {
            throw new AwsException("ResourceNotFoundException", $"Event bus {replay.BusArn.Split(":event-bus/")[^1]} does not exist.");
        }

        if (change.Resources.Find<Archive>(replay.ArchiveArn) is not { } archive)
        {
            throw AwsException.Validation(
                $"Parameter EventSourceArn is not valid. Reason: Archive {replay.ArchiveArn.Split(":archive/")[^1]} does not exist.");
        }

        if (archive.BusArn != replay.BusArn)
        {
            throw AwsException.Validation("Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.");
        }

        if (change.Resources.Find<Replay>(replay.Arn) is not null)
        {
            throw new AwsException("ResourceAlreadyExistsException", $"Replay {replay.Name} already exists.");
        }

        Quotas.Hold(change.Resources.All<Replay>().Count(other => other.IsActive) < Quotas.ActiveReplays);
        var started = replay with { State = Replay.Starting, StartedAt = change.Now };
        change.Put(started);
        return started;
    }

    public static void Cancel(Change change, Replay replay)
    {
        if (replay.State is not (Replay.Starting or Replay.Running))
        {
            throw new AwsException("IllegalStatusException", $"Replay {replay.Name} is not in a valid state for this operation.");
        }

        // One that has brought nothing yet has nothing to come to an end with.
        change.Put(replay.State == Replay.Starting
            ? replay with { State = Replay.Cancelled, EndedAt = change.Now }
            : replay with { State = Replay.Cancelling });
    }
}

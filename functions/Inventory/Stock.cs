namespace Waybill.Inventory;

/// <summary>Moves stock: each movement once on every product it touches, whatever crashes in between.</summary>
/// <remarks>
/// There is no transaction. A movement is first noted as begun; each level it changes carries its mark from the same write on, so a
/// repetition finds what is done already; and once all levels have it, it is noted as applied, with the levels it led to. A level loses
/// the marks of applied movements when it carries many, so it does not grow. That is safe because the idempotency lease keeps two runs of
/// one movement apart.
/// </remarks>
public sealed class Stock(StockMovementsTable movements, StockLevelsTable levels)
{
    private const int MarksBeforePruning = 32;
    private const int LinesAtOnce = 8;

    /// <returns>The level of each product after the movement; the same answer when the movement has been applied before.</returns>
    public async Task<IReadOnlyList<StockLevel>> MoveAsync(Movement movement, CancellationToken cancellationToken)
    {
        if (await movements.BeginAsync(movement.Id, cancellationToken) is { } appliedBefore)
        {
            return appliedBefore;
        }

        var marked = new MarkedLevel[movement.Lines.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = LinesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, marked.Length, parallel, async (i, token) =>
            marked[i] = await levels.ChangeAsync(movement.Id, movement.Lines[i], token));

        StockLevel[] after = [.. marked.Select(one => one.Level)];
        await movements.AppliedAsync(movement.Id, after, cancellationToken);
        await PruneAsync(marked, cancellationToken);
        return after;
    }

    private async Task PruneAsync(IEnumerable<MarkedLevel> marked, CancellationToken cancellationToken)
    {
        foreach (var (level, marks) in marked.Where(one => one.Marks.Count > MarksBeforePruning))
        {
            await levels.RemoveMarksAsync(level.Sku, await movements.AppliedOfAsync(marks, cancellationToken), cancellationToken);
        }
    }
}

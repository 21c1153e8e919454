namespace Waybill.Local.Observations;

/// <summary>Every change of an observation file; only its writer makes any, inside an open transaction.</summary>
internal interface IObservationTables : IDisposable
{
    /// <summary>Forgets what a rolled back transaction had made.</summary>
    void RolledBack();
}

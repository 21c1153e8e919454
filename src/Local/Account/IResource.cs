namespace Waybill.Local.Account;

/// <summary>Something an account has, known by its ARN; a record, so that a change makes another one.</summary>
public interface IResource
{
    string Arn { get; }
}

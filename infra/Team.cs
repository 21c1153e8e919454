namespace Waybill.Infra;

/// <summary>A team: the owner of one <c>source</c> of events, of one folder of functions and of one stack.</summary>
/// <param name="Name">As its folder under <c>functions/</c> is called.</param>
public sealed record Team(string Name)
{
    public static readonly Team Notifications = new("Notifications");
    public static readonly Team Contracts = new("Contracts");
    public static readonly Team Inventory = new("Inventory");
    public static readonly Team Warehouse = new("Warehouse");
    public static readonly Team Orders = new("Orders");
    public static readonly Team Platform = new("Platform");

    public string Kebab => Names.Kebab(Name);

    /// <summary>The <c>source</c> of the events it puts on the bus; nobody else may use it.</summary>
    public string Source => $"shop.{Kebab}";
}

namespace PhyrActors.Benchmarks;

/// <summary>Actors that find out by a type switch what a message is.</summary>
internal static class SwitchingActors
{
    /// <summary>A type switch over 2 classes.</summary>
    internal sealed class Switching2 : UntypedActor, IDispatcher
    {
        public long Sum { get; private set; }

        public void Dispatch(object message) => OnReceive(message);

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case DispatchMessages.M00:
                    Sum += 1;
                    break;
                case DispatchMessages.M01:
                    Sum += 2;
                    break;
            }
        }
    }

    /// <summary>A type switch over 10 classes.</summary>
    internal sealed class Switching10 : UntypedActor, IDispatcher
    {
        public long Sum { get; private set; }

        public void Dispatch(object message) => OnReceive(message);

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case DispatchMessages.M00:
                    Sum += 1;
                    break;
                case DispatchMessages.M01:
                    Sum += 2;
                    break;
                case DispatchMessages.M02:
                    Sum += 3;
                    break;
                case DispatchMessages.M03:
                    Sum += 4;
                    break;
                case DispatchMessages.M04:
                    Sum += 5;
                    break;
                case DispatchMessages.M05:
                    Sum += 6;
                    break;
                case DispatchMessages.M06:
                    Sum += 7;
                    break;
                case DispatchMessages.M07:
                    Sum += 8;
                    break;
                case DispatchMessages.M08:
                    Sum += 9;
                    break;
                case DispatchMessages.M09:
                    Sum += 10;
                    break;
            }
        }
    }

    /// <summary>A type switch over 40 classes.</summary>
    internal sealed class Switching40 : UntypedActor, IDispatcher
    {
        public long Sum { get; private set; }

        public void Dispatch(object message) => OnReceive(message);

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case DispatchMessages.M00:
                    Sum += 1;
                    break;
                case DispatchMessages.M01:
                    Sum += 2;
                    break;
                case DispatchMessages.M02:
                    Sum += 3;
                    break;
                case DispatchMessages.M03:
                    Sum += 4;
                    break;
                case DispatchMessages.M04:
                    Sum += 5;
                    break;
                case DispatchMessages.M05:
                    Sum += 6;
                    break;
                case DispatchMessages.M06:
                    Sum += 7;
                    break;
                case DispatchMessages.M07:
                    Sum += 8;
                    break;
                case DispatchMessages.M08:
                    Sum += 9;
                    break;
                case DispatchMessages.M09:
                    Sum += 10;
                    break;
                case DispatchMessages.M10:
                    Sum += 11;
                    break;
                case DispatchMessages.M11:
                    Sum += 12;
                    break;
                case DispatchMessages.M12:
                    Sum += 13;
                    break;
                case DispatchMessages.M13:
                    Sum += 14;
                    break;
                case DispatchMessages.M14:
                    Sum += 15;
                    break;
                case DispatchMessages.M15:
                    Sum += 16;
                    break;
                case DispatchMessages.M16:
                    Sum += 17;
                    break;
                case DispatchMessages.M17:
                    Sum += 18;
                    break;
                case DispatchMessages.M18:
                    Sum += 19;
                    break;
                case DispatchMessages.M19:
                    Sum += 20;
                    break;
                case DispatchMessages.M20:
                    Sum += 21;
                    break;
                case DispatchMessages.M21:
                    Sum += 22;
                    break;
                case DispatchMessages.M22:
                    Sum += 23;
                    break;
                case DispatchMessages.M23:
                    Sum += 24;
                    break;
                case DispatchMessages.M24:
                    Sum += 25;
                    break;
                case DispatchMessages.M25:
                    Sum += 26;
                    break;
                case DispatchMessages.M26:
                    Sum += 27;
                    break;
                case DispatchMessages.M27:
                    Sum += 28;
                    break;
                case DispatchMessages.M28:
                    Sum += 29;
                    break;
                case DispatchMessages.M29:
                    Sum += 30;
                    break;
                case DispatchMessages.M30:
                    Sum += 31;
                    break;
                case DispatchMessages.M31:
                    Sum += 32;
                    break;
                case DispatchMessages.M32:
                    Sum += 33;
                    break;
                case DispatchMessages.M33:
                    Sum += 34;
                    break;
                case DispatchMessages.M34:
                    Sum += 35;
                    break;
                case DispatchMessages.M35:
                    Sum += 36;
                    break;
                case DispatchMessages.M36:
                    Sum += 37;
                    break;
                case DispatchMessages.M37:
                    Sum += 38;
                    break;
                case DispatchMessages.M38:
                    Sum += 39;
                    break;
                case DispatchMessages.M39:
                    Sum += 40;
                    break;
            }
        }
    }
}

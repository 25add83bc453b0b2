BeforeAll {
    . $PSScriptRoot/_Import.ps1

    # Runs the cmdlet in a runspace of its own and returns once it is bound, which its verbose stream tells.
    function Open-Receiver([hashtable]$With = @{}) {
        $shell = [powershell]::Create()
        [void]$shell.AddCommand('Import-Module').AddParameter('Name', (Get-Module NetCmdlets).Path).AddStatement()
        [void]$shell.AddCommand('Receive-UdpDatagram').AddParameters(
            @{ Port = 0; Address = 'Any'; TimeoutSeconds = 20; Verbose = $true } + $With)
        $bound = [System.Threading.ManualResetEventSlim]::new()
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $nothing = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $nothing.Complete()
        $running = $shell.BeginInvoke($nothing, $output)
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        while (-not ($shell.Streams.Verbose | Where-Object { $_ -match 'Receiving on UDP' })) {
            if ($watch.Elapsed.TotalSeconds -gt 20 -or $running.IsCompleted) {
                throw "not bound: $($shell.Streams.Error)"
            }
            [void]$bound.Wait(5)
        }
        $line = "$($shell.Streams.Verbose | Where-Object { $_ -match 'Receiving on UDP' })"
        @{ Shell = $shell; Running = $running; Output = $output; Port = [int]($line -replace '^.*:(\d+)\.$', '$1') }
    }

    function Wait-Receiver([hashtable]$Receiver) {
        $Receiver.Running.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
        $Receiver.Output
    }
}

Describe 'Receive-UdpDatagram' {
    AfterEach {
        if ($receiver) {
            $receiver.Shell.Dispose()
            $receiver = $null
        }
    }

    It 'emits what comes and ends after the count' {
        $receiver = Open-Receiver @{ Count = 2 }
        'one', "tw`u{f6}" | Send-UdpDatagram 127.0.0.1 $receiver.Port
        $got = Wait-Receiver $receiver
        $got.Text | Should -BeExactly 'one', "tw`u{f6}"
        $got.Bytes | Should -Be 3, 4
        $got[0].PSObject.TypeNames[0] | Should -Be 'NetCmdlets.UdpDatagram'
        "$($got[0].LocalEndPoint)" | Should -Be "127.0.0.1:$($receiver.Port)"
        $receiver.Shell.Streams.Error.Count | Should -Be 0
    }

    It 'flags a datagram that it cut' {
        $receiver = Open-Receiver @{ Count = 1; MaxMessageBytes = 2 }
        Send-UdpDatagram 127.0.0.1 $receiver.Port abcd
        $got = Wait-Receiver $receiver
        $got.Truncated | Should -BeTrue
        $got.Bytes | Should -Be 4
        $got.Data | Should -Be 97, 98
    }

    It 'hears only the senders asked for' {
        $receiver = Open-Receiver @{ Count = 1; DenyAddress = '127.0.0.1' }
        Send-UdpDatagram 127.0.0.1 $receiver.Port no
        Send-UdpDatagram 127.0.0.1 $receiver.Port yes -LocalAddress 127.0.0.2
        (Wait-Receiver $receiver).Text | Should -BeExactly 'yes'
    }

    It 'hears the group that it joined' -Skip:(-not $IsLinux) {
        $receiver = Open-Receiver @{ Count = 1; MulticastGroup = '239.1.2.5'; Interface = 'lo' }
        Send-UdpDatagram 239.1.2.5 $receiver.Port group -Interface lo
        $got = Wait-Receiver $receiver
        $got.Text | Should -BeExactly 'group'
        "$($got.LocalEndPoint.Address)" | Should -Be '239.1.2.5'
        $got.Interface | Should -Be 'lo'
    }

    It 'is silent about silence, unless a count was asked for' {
        $said = $null
        Receive-UdpDatagram 0 -TimeoutSeconds 0.05 -ErrorVariable said | Should -BeNullOrEmpty
        $said | Should -BeNullOrEmpty
        Receive-UdpDatagram 0 -Count 1 -TimeoutSeconds 0.05 -ErrorVariable said -ErrorAction SilentlyContinue
        $said.FullyQualifiedErrorId | Should -Be 'ReplyTimedOut,NetCmdlets.Commands.ReceiveUdpDatagramCommand'
        $said.CategoryInfo.Category | Should -Be 'OperationTimeout'
    }

    It 'refuses with <Id>: <Case>' -ForEach @(
        @{ Case = 'a group that is none'; Id = 'InvalidAddress'; Arguments = @{ MulticastGroup = '192.0.2.1' } }
        @{ Case = 'an interface that is none'; Id = 'AddressNotAvailable'; Arguments = @{ MulticastGroup = '239.1.2.3'; Interface = 'nope' } }
        @{ Case = 'an interface without a group'; Id = 'InvalidRequest'; Arguments = @{ Interface = '1' } }
        @{ Case = 'a port out of range'; Id = 'ParameterArgumentValidationError'; Arguments = @{ Port = 65536 } }
    ) {
        $all = @{ Port = 0 }
        foreach ($name in $Arguments.Keys) {
            $all[$name] = $Arguments[$name]
        }
        { Receive-UdpDatagram @all } | Should -Throw -ErrorId "$Id,NetCmdlets.Commands.ReceiveUdpDatagramCommand"
    }

    It 'is stopped at once and lets go of the port' {
        $receiver = Open-Receiver @{ Wait = $true }
        $stop = $receiver.Shell.BeginStop($null, $null)
        $stop.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
        $receiver.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $socket = [System.Net.Sockets.UdpClient]::new($receiver.Port)
        $socket.Dispose()
    }

    It 'ends when the pipeline has enough' {
        $receiver = $null
        $port = & { $free = [System.Net.Sockets.UdpClient]::new(0); $free.Client.LocalEndPoint.Port; $free.Dispose() }
        $client = [System.Net.Sockets.UdpClient]::new()
        try {
            $first = Receive-UdpDatagram $port -Wait -Verbose 4>&1 | ForEach-Object {
                if ($_ -is [System.Management.Automation.VerboseRecord]) {
                    [void]$client.Send([byte[]](65, 66), 2, '127.0.0.1', $port)
                }
                else {
                    $_
                }
            } | Select-Object -First 1
            $first.Text | Should -BeExactly 'AB'
        }
        finally {
            $client.Dispose()
        }
    }
}

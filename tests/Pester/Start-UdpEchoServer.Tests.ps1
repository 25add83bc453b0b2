BeforeAll {
    . $PSScriptRoot/_Import.ps1

    # A client that is none of this module's.
    function Invoke-UdpClient([int]$Port, [byte[]]$Data) {
        $client = [System.Net.Sockets.UdpClient]::new()
        try {
            $client.Client.ReceiveTimeout = 20000
            $client.Connect('127.0.0.1', $Port)
            [void]$client.Send($Data, $Data.Length)
            $from = $null
            , $client.Receive([ref]$from)
        }
        finally {
            $client.Dispose()
        }
    }
}

Describe 'Start-UdpEchoServer' {
    AfterEach {
        if ($server) {
            $server.DisposeAsync().AsTask().Wait()
            $server = $null
        }
    }

    It 'is bound to loopback and a free port when it returns' {
        $server = Start-UdpEchoServer
        $server.PSObject.TypeNames | Should -Contain 'NetCmdlets.NetServer'
        $server.LocalEndPoint.Address | Should -Be '127.0.0.1'
        $server.Port | Should -BeGreaterThan 0
        $server.State | Should -Be 'Running'
        $server.Kind | Should -Be 'UdpEcho'
        $server.Protocol | Should -Be 'Udp'
    }

    It 'sends back what comes: <Size> bytes' -ForEach @(
        @{ Size = 0 }, @{ Size = 1 }, @{ Size = 1500 }, @{ Size = 65507 }
    ) {
        $server = Start-UdpEchoServer
        $data = [byte[]]::new($Size)
        [System.Random]::new(5).NextBytes($data)
        $reply = Invoke-UdpClient $server.Port $data
        [Convert]::ToHexString($reply) | Should -BeExactly ([Convert]::ToHexString($data))
        $server.MessagesReceived | Should -Be 1
        $server.BytesReceived | Should -Be $Size
        $server.BytesSent | Should -Be $Size
    }

    It 'takes its name, its port and its address' {
        $free = (Start-UdpEchoServer)
        $port = $free.Port
        $free.DisposeAsync().AsTask().Wait()
        $server = Start-UdpEchoServer -Port $port -Address Any -Name bell
        "$($server.LocalEndPoint)" | Should -Be "0.0.0.0:$port"
        $server.Name | Should -Be 'bell'
    }

    It 'refuses with <Id>: <Case>' -ForEach @(
        @{ Case = 'a port out of range'; Id = 'ParameterArgumentValidationError'; Arguments = @{ Port = 70000 } }
        @{ Case = 'an address of another machine'; Id = 'AddressNotAvailable'; Arguments = @{ Address = '192.0.2.1' } }
        @{ Case = 'a word that is no address'; Id = 'InvalidAddress'; Arguments = @{ Address = 'everywhere' } }
        @{ Case = 'a prefix that is none'; Id = 'InvalidSubnet'; Arguments = @{ AllowAddress = '10.0.0.0/33' } }
    ) {
        { Start-UdpEchoServer @Arguments } | Should -Throw -ErrorId "$Id,NetCmdlets.Commands.StartUdpEchoServerCommand"
    }

    It 'refuses a port in use with AddressInUse, of category ResourceBusy' {
        $server = Start-UdpEchoServer
        $thrown = { Start-UdpEchoServer -Port $server.Port } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -Be 'AddressInUse,NetCmdlets.Commands.StartUdpEchoServerCommand'
        $thrown.CategoryInfo.Category | Should -Be 'ResourceBusy'
    }

    It 'starts nothing with -WhatIf' {
        Start-UdpEchoServer -WhatIf | Should -BeNullOrEmpty
    }

    It 'completes -Address' {
        $line = 'Start-UdpEchoServer -Address I'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'IPv6Loopback', 'IPv6Any'
    }
}

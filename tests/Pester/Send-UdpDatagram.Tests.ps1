BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $script:server = Start-UdpEchoServer
    $script:id = 'NetCmdlets.Commands.SendUdpDatagramCommand'
}

AfterAll {
    $server.DisposeAsync().AsTask().Wait()
}

Describe 'Send-UdpDatagram' {
    It 'emits nothing when it does not wait, and the datagram arrives' {
        $receiver = [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::Parse('127.0.0.1:0'))
        try {
            $receiver.Client.ReceiveTimeout = 20000
            Send-UdpDatagram 127.0.0.1 $receiver.Client.LocalEndPoint.Port "gr`u{fc}n" | Should -BeNullOrEmpty
            $from = $null
            [System.Text.Encoding]::UTF8.GetString($receiver.Receive([ref]$from)) | Should -BeExactly "gr`u{fc}n"
        }
        finally {
            $receiver.Dispose()
        }
    }

    It 'takes messages from the pipeline, in order, from one port' {
        $before = $server.MessagesReceived
        $replies = 'one', 'two', '' | Send-UdpDatagram 127.0.0.1 $server.Port -WaitReply
        $replies.Text | Should -Be 'one', 'two', ''
        $replies.Bytes | Should -Be 3, 3, 0
        @($replies.LocalEndPoint.Port | Sort-Object -Unique).Count | Should -Be 1
        $server.MessagesReceived - $before | Should -Be 3
    }

    It 'takes one array of bytes as one datagram' {
        $bytes = [byte[]](0..255)
        $reply = , $bytes | Send-UdpDatagram 127.0.0.1 $server.Port -WaitReply
        [Convert]::ToHexString($reply.Data) | Should -BeExactly ([Convert]::ToHexString($bytes))
        $reply.Text | Should -BeNullOrEmpty -Because '0x80 to 0xFF alone are not UTF-8'
    }

    It 'takes a server object by its address and port' {
        ($server | Send-UdpDatagram -Message hi -WaitReply).RemoteEndPoint | Should -Be $server.LocalEndPoint
    }

    It 'encodes strictly' {
        (Send-UdpDatagram 127.0.0.1 $server.Port "`u{e9}" -Encoding latin1 -WaitReply).Data | Should -Be 0xE9
        { Send-UdpDatagram 127.0.0.1 $server.Port "`u{20ac}" -Encoding latin1 -ErrorAction Stop } |
            Should -Throw -ErrorId "InvalidEncoding,$id"
    }

    It 'carries 65,507 bytes and refuses one more, with nothing sent' {
        (Send-UdpDatagram 127.0.0.1 $server.Port -Data ([byte[]]::new(65507)) -WaitReply).Bytes | Should -Be 65507
        $before = $server.MessagesReceived
        $said = $null
        Send-UdpDatagram 127.0.0.1 $server.Port -Data ([byte[]]::new(65508)) -ErrorVariable said -ErrorAction SilentlyContinue
        $said.FullyQualifiedErrorId | Should -Be "MessageTooLong,$id"
        $said.CategoryInfo.Category | Should -Be 'LimitsExceeded'
        # The next datagram is the next that the server sees.
        [void](Send-UdpDatagram 127.0.0.1 $server.Port x -WaitReply)
        $server.MessagesReceived - $before | Should -Be 1
    }

    It 'tells a refused port from silence' {
        $closed = [System.Net.Sockets.UdpClient]::new(0)
        $port = $closed.Client.LocalEndPoint.Port
        $said = $null
        # Bound, and silent.
        Send-UdpDatagram 127.0.0.1 $port x -WaitReply -TimeoutSeconds 0.05 -ErrorVariable said -ErrorAction SilentlyContinue
        $said.FullyQualifiedErrorId | Should -Be "ReplyTimedOut,$id"
        $said.CategoryInfo.Category | Should -Be 'OperationTimeout'
        $closed.Dispose()
        Send-UdpDatagram 127.0.0.1 $port x -WaitReply -Connected -ErrorVariable said -ErrorAction SilentlyContinue
        $said.FullyQualifiedErrorId | Should -Be "ConnectionRefused,$id"
        $said.CategoryInfo.Category | Should -Be 'ConnectionError'
    }

    It 'flags a reply that it cut' {
        $reply = Send-UdpDatagram 127.0.0.1 $server.Port abcdefgh -WaitReply -MaxReplyBytes 4
        $reply.Truncated | Should -BeTrue
        $reply.Bytes | Should -Be 8
        $reply.Data | Should -Be 97, 98, 99, 100
    }

    It 'goes on with the next host after one that does not exist' {
        $said = $null
        $reply = Send-UdpDatagram no-such-host.invalid, 127.0.0.1 $server.Port x -WaitReply -ErrorVariable said -ErrorAction SilentlyContinue
        $reply.Text | Should -Be 'x'
        $said.FullyQualifiedErrorId | Should -Be "NameNotFound,$id"
    }

    It 'refuses at binding: <Name> <Value>' -ForEach @(
        @{ Name = 'Port'; Value = 0 }, @{ Name = 'Port'; Value = 65536 }, @{ Name = 'TimeoutSeconds'; Value = 0 }
        @{ Name = 'Ttl'; Value = 256 }, @{ Name = 'ReplyCount'; Value = -1 }
    ) {
        $arguments = @{ ComputerName = '127.0.0.1'; Port = 9; Message = 'x' }
        $arguments[$Name] = $Value
        { Send-UdpDatagram @arguments } | Should -Throw -ErrorId "ParameterArgumentValidationError,$id"
    }

    It 'sends nothing with -WhatIf' {
        $before = $server.MessagesReceived
        Send-UdpDatagram 127.0.0.1 $server.Port x -WhatIf
        [void](Send-UdpDatagram 127.0.0.1 $server.Port x -WaitReply)
        $server.MessagesReceived - $before | Should -Be 1
    }

    It 'is stopped while it waits' {
        $silent = [System.Net.Sockets.UdpClient]::new(0)
        $shell = [powershell]::Create()
        try {
            $silent.Client.ReceiveTimeout = 20000
            $module = (Get-Module NetCmdlets).Path
            [void]$shell.AddCommand('Import-Module').AddParameter('Name', $module).AddStatement().
                AddCommand('Send-UdpDatagram').AddParameter('ComputerName', '127.0.0.1').
                AddParameter('Port', $silent.Client.LocalEndPoint.Port).AddParameter('Message', 'x').
                AddParameter('WaitReply', $true).AddParameter('TimeoutSeconds', 3600)
            $run = $shell.BeginInvoke()
            $from = $null
            # The datagram says that the wait has begun.
            [void]$silent.Receive([ref]$from)
            $stop = $shell.BeginStop($null, $null)
            $stop.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
            $shell.EndStop($stop)
            $run.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        }
        finally {
            $shell.Dispose()
            $silent.Dispose()
        }
    }

    It 'completes -Interface and -Encoding' {
        $line = 'Send-UdpDatagram -Interface '
        (TabExpansion2 $line $line.Length).CompletionMatches.Count | Should -BeGreaterThan 0
        $line = 'Send-UdpDatagram -Encoding utf'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'utf8', 'utf32'
    }
}

BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $server = Start-TcpEchoServer
}

AfterAll {
    $server | Stop-NetServer
}

Describe 'Invoke-TcpRequest' {
    It 'sends a message and gives the reply' {
        $reply = Invoke-TcpRequest 127.0.0.1 $server.Port hello
        $reply | Should -BeOfType NetCmdlets.TcpReply
        $reply.Text | Should -BeExactly 'hello'
        $reply.Bytes | Should -Be 5
        $reply.RemoteEndPoint | Should -Be $server.LocalEndPoint
        $reply.CloseReason | Should -Be 'Completed'
        $reply.Attempts | Should -Be 1
    }

    It 'takes strings by pipeline, each over a connection of its own' {
        $before = $server.TotalConnections
        $replies = 'one', 'two', 'six' | Invoke-TcpRequest 127.0.0.1 $server.Port -ReplyBytes 3
        $replies.Text | Should -Be 'one', 'two', 'six'
        $server.TotalConnections - $before | Should -Be 3
    }

    It 'takes bytes, and gives all values back' {
        $data = [byte[]](0..255)
        $reply = $server | Invoke-TcpRequest -Data $data -Shutdown
        [Convert]::ToHexString($reply.Data) | Should -BeExactly ([Convert]::ToHexString($data))
        $reply.Text | Should -BeNullOrEmpty
        $reply.CloseReason | Should -Be 'PeerClosed'
    }

    It 'sends nothing to a piped <Kind> without a message' -ForEach @(
        @{ Kind = 'server'; Target = { $server } }
        @{ Kind = 'object'; Target = { [pscustomobject]@{ ComputerName = '127.0.0.1'; Port = $server.Port } } }
    ) {
        (& $Target | Invoke-TcpRequest -Shutdown).Bytes | Should -Be 0
    }

    It 'takes <Encoding> as -Encoding' -ForEach @(
        @{ Encoding = [System.Text.Encoding]::Latin1 }
        @{ Encoding = 28591 }
        @{ Encoding = 'iso-8859-1' }
    ) {
        $reply = $server | Invoke-TcpRequest -Message 'é' -Encoding $Encoding -ReplyBytes 1
        $reply.Data | Should -Be 0xE9
        $reply.Text | Should -BeExactly 'é'
    }

    It 'frames with <Framing>' -ForEach @(
        @{ Framing = 'Line'; More = @{} }
        @{ Framing = 'Delimiter'; More = @{ Delimiter = '||' } }
        @{ Framing = 'LengthPrefix'; More = @{ PrefixBytes = 2 } }
    ) {
        (Invoke-TcpRequest 127.0.0.1 $server.Port framed -Framing $Framing @More).Text | Should -BeExactly 'framed'
    }

    It 'connects from the address and port asked for' -Skip:(-not $IsLinux) {
        $reply = Invoke-TcpRequest 127.0.0.1 $server.Port x -ReplyBytes 1 -LocalAddress 127.0.0.9
        $reply.LocalEndPoint.Address | Should -Be '127.0.0.9'
    }

    It 'writes <Id> of category <Category> for <Case>, and goes on' -ForEach @(
        @{ Case = 'a closed port'; Id = 'ConnectionRefused'; Category = 'ConnectionError'
            Arguments = @{ ComputerName = '127.0.0.2'; Message = 'x'; ReplyBytes = 1 } }
        @{ Case = 'a name that does not exist'; Id = 'NameNotFound'; Category = 'ObjectNotFound'
            Arguments = @{ ComputerName = 'nosuchhost.invalid'; Message = 'x'; ReplyBytes = 1 } }
        @{ Case = 'an empty message'; Id = 'ReplyTimedOut'; Category = 'OperationTimeout'
            Arguments = @{ ComputerName = '127.0.0.1'; Message = ''; TimeoutSeconds = 0.1 } }
        @{ Case = 'text that the encoding cannot carry'; Id = 'InvalidEncoding'; Category = 'InvalidData'
            Arguments = @{ ComputerName = '127.0.0.1'; Message = '€'; Encoding = 'ascii' } }
        @{ Case = 'a local address of another machine'; Id = 'AddressNotAvailable'; Category = 'ResourceUnavailable'
            Arguments = @{ ComputerName = '127.0.0.1'; Message = 'x'; LocalAddress = '192.0.2.1' } }
        @{ Case = 'a reply over the limit'; Id = 'ReplyTooLong'; Category = 'LimitsExceeded'
            Arguments = @{ ComputerName = '127.0.0.1'; Message = 'xxx'; Shutdown = $true; MaxReplyBytes = 2 } }
        @{ Case = 'a server that closes too early'; Id = 'PeerClosed'; Category = 'ConnectionError'
            Arguments = @{ ComputerName = '127.0.0.1'; Message = 'xxx'; Shutdown = $true; ReplyBytes = 4 } }
    ) {
        $replies = Invoke-TcpRequest -Port $server.Port @Arguments -ErrorVariable errors -ErrorAction SilentlyContinue
        $replies | Should -BeNullOrEmpty
        @($errors).Count | Should -Be 1
        $errors[0].FullyQualifiedErrorId | Should -Be "$Id,NetCmdlets.Commands.InvokeTcpRequestCommand"
        $errors[0].CategoryInfo.Category | Should -Be $Category
    }

    It 'goes on with the next host' {
        $replies = Invoke-TcpRequest 127.0.0.2, 127.0.0.1 $server.Port x -ReplyBytes 1 -ErrorAction SilentlyContinue
        $replies.Text | Should -Be 'x'
    }

    It 'refuses at binding: <Case>' -ForEach @(
        @{ Case = 'port 70000'; Arguments = @{ Port = 70000 } }
        @{ Case = 'port 0'; Arguments = @{ Port = 0 } }
        @{ Case = 'a time of zero'; Arguments = @{ Port = 7; TimeoutSeconds = 0 } }
    ) {
        { Invoke-TcpRequest 127.0.0.1 @Arguments -Message x } |
            Should -Throw -ErrorId 'ParameterArgumentValidationError,NetCmdlets.Commands.InvokeTcpRequestCommand'
    }

    It 'ends with <Id> for <Case>' -ForEach @(
        @{ Case = 'no host'; Id = 'InvalidRequest'; Arguments = @{ Port = 7 } }
        @{ Case = 'no port'; Id = 'InvalidPort'; Arguments = @{ ComputerName = '127.0.0.1' } }
        @{ Case = 'two rules'; Id = 'InvalidRequest'; Arguments = @{ ComputerName = '127.0.0.1'; Port = 7; Until = 'x'; ReplyBytes = 1 } }
        @{ Case = 'an unknown encoding'; Id = 'InvalidEncoding'; Arguments = @{ ComputerName = '127.0.0.1'; Port = 7; Encoding = 'klingon' } }
    ) {
        { Invoke-TcpRequest @Arguments -Message x } |
            Should -Throw -ErrorId "$Id,NetCmdlets.Commands.InvokeTcpRequestCommand"
    }

    It 'ends soon after a stop, while it waits for a reply' {
        $shell = [powershell]::Create().AddScript({
                param($manifest, $port)
                Import-Module $manifest
                Invoke-TcpRequest 127.0.0.1 $port x -ReplyBytes 2 -TimeoutSeconds 300
            }).AddArgument((Get-Module NetCmdlets).Path).AddArgument($server.Port)
        try {
            $running = $shell.BeginInvoke()
            [void]($server | Get-NetServerEvent -Wait -EventKind Sent | Select-Object -First 1)
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $running.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
            Write-Verbose "The stop took $($watch.ElapsedMilliseconds) ms."
        }
        finally {
            $shell.Dispose()
        }
    }
}
